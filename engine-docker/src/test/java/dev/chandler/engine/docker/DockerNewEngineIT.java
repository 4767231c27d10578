package dev.chandler.engine.docker;

import static java.util.Objects.requireNonNull;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.EngineException;
import java.util.Map;
import java.util.Optional;

/** The whole contract again, with the newest daemon that the testbed has. */
class DockerNewEngineIT extends DockerEngineIT {

    private static String address() {
        return requireNonNull(System.getenv("CHANDLER_TESTBED_DOCKER_NEW"), "testbed/up docker-new");
    }

    @Override
    protected Endpoint endpoint() {
        return new DockerEngineFactory()
                .endpoints(Optional.of(address()), Map.of())
                .get(0);
    }

    /** In its network namespace. */
    @Override
    protected Optional<String> registry() {
        return Optional.of(
                requireNonNull(System.getenv("CHANDLER_TESTBED_DOCKER_NEW_REGISTRY"), "testbed/up docker-new"));
    }

    /** From where the registry cannot be reached, its daemon is asked. */
    @Override
    protected Optional<String> digestAtRegistry(String reference) throws InterruptedException {
        ClientIdentity client = new ClientIdentity("0.0.0-test", "look-at-registry");
        try (Engine engine = factory().connect(endpoint(), client, environment())) {
            return Optional.of(
                    engine.resolve(new BaseReference.Image(reference)).digest().toString());
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    @Override
    protected void removePublished(String reference) throws Exception {
        DockerCli.run("-H", address(), "image", "rm", reference);
    }

    /** It makes do with what the machine has. */
    @Override
    protected boolean mayBePrivileged() {
        return true;
    }
}
