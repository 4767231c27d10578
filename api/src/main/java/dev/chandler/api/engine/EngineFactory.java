package dev.chandler.api.engine;

import dev.chandler.api.problem.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The door to one kind of engine: names the places where it may run, and connects to one of them.
 *
 * <p>A plugin declares it in {@code META-INF/services/dev.chandler.api.engine.EngineFactory} and names its
 * {@link #id()} in the manifest header {@code Chandler-Engines}. Needs a public constructor without parameters that does
 * nothing. Thread-safe.
 *
 * <pre>{@code
 * public final class MoonFactory implements EngineFactory {
 *     public String id() { return "moon"; }
 *     public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
 *         return List.of(given.map(address -> new Endpoint(address, "given"))
 *                 .orElseGet(() -> new Endpoint("unix:///run/moon.sock", "default")));
 *     }
 *     public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
 *         return MoonEngine.at(endpoint.address(), client);
 *     }
 * }
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface EngineFactory {

    /**
     * The engine's name, as {@code --engine} takes it.
     *
     * @return lower-case letters, digits and {@code -}
     */
    String id();

    /**
     * Lists the places to try, the most wanted first, without asking any of them.
     *
     * @param given the address the user gave; where present the list has just this one
     * @param environment the environment of the client, in which engines have their own variables
     * @return at least one endpoint
     * @throws EngineException if the address given is none of this engine's
     */
    List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment);

    /**
     * Connects to one place.
     *
     * @param endpoint one of {@link #endpoints}
     * @param client who connects
     * @param environment the environment of the client, where engines find certificates and their like
     * @return an engine that answers; the caller closes it
     * @throws EngineException if it cannot be used, with the reason in its own words, within ten seconds
     * @throws InterruptedException if cancelled
     */
    Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment)
            throws InterruptedException;
}
