package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands for daemons while classes are recorded has to keep up with what is asked of daemons. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrainingDaemonTest {

    @TempDir
    Path folder;

    @Test
    void aBuildOnWhatStandsForDockerGoesAllTheWayAndFindsItsStatesTheNextTime() throws Exception {
        Files.writeString(
                folder.resolve("chandler.yml"), "name: it\nbase: training\ninstall:\n  - echo one\n  - echo two\n");
        try (TrainingDaemon daemon = TrainingDaemon.on(folder.resolve("daemon.sock"))) {
            Map<String, String> environment = Map.of("DOCKER_HOST", "unix://" + daemon.socket());

            Captured first = Captured.run(folder, environment, "build", "--engine", "docker", "--checkpoint", "always");
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.err()).contains("1 instance was started");

            Captured second = Captured.run(folder, environment, "build", "--engine", "docker");
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(second.err()).contains("no instance");
        }
    }
}
