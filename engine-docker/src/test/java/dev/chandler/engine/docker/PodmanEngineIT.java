package dev.chandler.engine.docker;

import static java.util.Objects.requireNonNull;

import dev.chandler.api.engine.Endpoint;
import java.util.Map;
import java.util.Optional;

/** The whole contract again, with Podman, by its socket that speaks Docker's API. */
class PodmanEngineIT extends DockerEngineIT {

    private static String address() {
        return requireNonNull(System.getenv("CHANDLER_TESTBED_PODMAN"), "testbed/up podman");
    }

    @Override
    protected Endpoint endpoint() {
        return new DockerEngineFactory()
                .endpoints(Optional.of(address()), Map.of())
                .get(0);
    }

    @Override
    protected void removePublished(String reference) throws Exception {
        DockerCli.run("-H", address(), "image", "rm", reference);
    }
}
