package dev.chandler.engine.local;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine {@code local}: this machine itself, and a folder on it. */
public final class LocalEngineFactory implements EngineFactory {

    /** Made by Chandler. */
    public LocalEngineFactory() {}

    @Override
    public String id() {
        return LocalEngine.ID;
    }

    @Override
    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
        return List.of(LocalEndpoints.of(given, environment, Machine.isRoot()));
    }

    @Override
    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
        Machine.check();
        try {
            return LocalEngine.of(
                    endpoint,
                    StoreFolder.open(Path.of(endpoint.address()), client),
                    ProcessIdentity.own(),
                    environment);
        } catch (IOException e) {
            throw LocalProblems.broken("look at /proc", e);
        }
    }
}
