package @package@;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The door to the engine: where it may run, and the way there. */
public final class @Name@EngineFactory implements EngineFactory {

    private static final String VARIABLE = "@NAME_@_HOST";

    /** Made by Chandler. */
    public @Name@EngineFactory() {}

    @Override
    public String id() {
        return "@name@";
    }

    /** Asks nobody; an address that was given is the only one. */
    @Override
    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
        if (given.isPresent()) {
            return List.of(new Endpoint(given.get(), "--endpoint"));
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        return List.of(
                variable.isEmpty()
                        ? new Endpoint("unix:///run/@name@.sock", "default")
                        : new Endpoint(variable, VARIABLE));
    }

    /** To be written first: find out, within ten seconds, whether an engine answers there, and return a @Name@Engine. */
    @Override
    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
        throw Unwritten.method("@Name@EngineFactory.connect");
    }
}
