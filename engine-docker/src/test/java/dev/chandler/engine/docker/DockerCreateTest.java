package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.engine.docker.DockerDriver.ContainerPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DockerCreateTest {

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void aDaemonThatEndsDoesNotWaitForAContainer() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), this::created);
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of());
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            driver.createContainer(
                    new ContainerPlan("c", "busybox", List.of("/bin/sh"), Map.of(), InstanceSettings.NONE, true));
        }

        assertThat(String.join("", asked)).contains("\"StopSignal\":\"SIGKILL\"");
    }

    /** Head and body of a request may come in two pieces. */
    private String created(String piece) {
        asked.add(piece);
        return piece.endsWith("}") ? DaemonDouble.answer(201, "{\"Id\":\"c\"}") : "";
    }
}
