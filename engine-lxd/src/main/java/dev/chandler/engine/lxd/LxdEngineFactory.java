package dev.chandler.engine.lxd;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connects to LXD and Incus: on Unix sockets, and by HTTPS with certificates. */
public final class LxdEngineFactory implements EngineFactory {

    /** Called by the plugin loader. */
    public LxdEngineFactory() {}

    @Override
    public String id() {
        return "lxd";
    }

    @Override
    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
        return LxdEndpoints.list(given, environment);
    }

    @Override
    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment)
            throws InterruptedException {
        LxdHttp http = LxdHttp.open(endpoint, environment);
        try {
            LxdServer server = LxdServer.greet(http);
            Place.requireProject(http, LxdOptions.of(environment).project());
            return new LxdEngine(http, server, client, environment);
        } catch (RuntimeException | InterruptedException e) {
            http.close();
            throw e;
        }
    }
}
