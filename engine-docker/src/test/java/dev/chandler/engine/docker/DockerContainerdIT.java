package dev.chandler.engine.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A daemon that keeps its images in containerd's store, where no config can be loaded without its layers. */
class DockerContainerdIT {

    @Test
    void isRefusedBeforeAnythingIsStarted() {
        Endpoint endpoint = new Endpoint(
                requireNonNull(System.getenv("CHANDLER_TESTBED_DOCKER_CONTAINERD"), "testbed/up docker-new"), "test");

        assertThatThrownBy(() -> new DockerEngineFactory()
                        .connect(endpoint, new ClientIdentity("0.0.0-test", "containerd"), Map.of()))
                .hasMessageContaining("CH-ENGINE-012")
                .hasMessageContaining("containerd");
    }
}
