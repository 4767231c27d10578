package dev.chandler.engine.docker;

import static java.util.Objects.requireNonNull;

import dev.chandler.api.engine.Endpoint;
import java.util.Map;
import java.util.Optional;

/** The whole contract again, by TLS: what half-closes, hangs up and waits is another socket there. */
class DockerTlsEngineIT extends DockerEngineIT {

    @Override
    protected Endpoint endpoint() {
        return new DockerEngineFactory()
                .endpoints(
                        Optional.of(requireNonNull(System.getenv("CHANDLER_TESTBED_DOCKER_TLS"))),
                        Map.of("DOCKER_TLS_VERIFY", "1"))
                .get(0);
    }

    @Override
    protected Map<String, String> environment() {
        return Map.of("DOCKER_CERT_PATH", requireNonNull(System.getenv("CHANDLER_TESTBED_DOCKER_CERTS")));
    }
}
