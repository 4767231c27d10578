package dev.chandler.engine.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.testkit.RecordedOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another machine's daemon, by the user's own ssh. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerSshIT extends DockerTests {

    @TempDir
    Path programs;

    /** A user's ssh with a configuration of its own. */
    @BeforeEach
    void makeAnSsh() throws IOException {
        Path ssh = programs.resolve("ssh");
        String config = requireNonNull(System.getenv("CHANDLER_TESTBED_SSH_CONFIG"));
        Files.writeString(ssh, "#!/bin/sh\nexec /usr/bin/ssh -F '" + config + "' \"$@\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    }

    private Engine overSsh(String address) throws InterruptedException {
        return new DockerEngineFactory()
                .connect(
                        new Endpoint(address, "test"),
                        new ClientIdentity("0.0.0-test", buildId),
                        Map.of("PATH", programs + ":/usr/bin:/bin"));
    }

    @Test
    void commandsFilesAndStatesWorkAsOnASocketOfThisMachine() throws Exception {
        image("busybox");
        try (Engine ssh = overSsh("ssh://chandler-testbed");
                Instance instance = ssh.create(new InstanceSpec(image("busybox"), Optional.empty(), true))) {
            RecordedOutput output = new RecordedOutput();
            byte[] input = "to the end".getBytes(StandardCharsets.UTF_8);

            int code = instance.run(
                            shell("cat; echo err >&2; exit 3")
                                    .stdin(() -> new ByteArrayInputStream(input))
                                    .build(),
                            output)
                    .exitCode();

            assertThat(code).isEqualTo(3);
            assertThat(output.out()).isEqualTo("to the end");
            assertThat(output.err()).isEqualTo("err\n");
            assertThat(instance.snapshot(Optional.of(freshKey())).depth()).isPositive();
        }
    }

    @Test
    void aSocketOverThereCanBeNamed() throws Exception {
        String socket = requireNonNull(System.getenv("DOCKER_HOST")).replaceFirst("unix://", "");

        try (Engine ssh = overSsh("ssh://chandler-testbed" + socket)) {
            assertThat(ssh.description()).isEqualTo(engine.description());
        }
    }

    @Test
    void whatSshComplainsOfIsTheReason() {
        assertThatThrownBy(() -> overSsh("ssh://no-such-user@chandler-testbed"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Permission denied (publickey");
        assertThatThrownBy(() -> overSsh("ssh://chandler-testbed:1"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void nothingOfItIsLeftWhenTheEngineIsClosed() throws Exception {
        overSsh("ssh://chandler-testbed").close();

        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> process.info().command().orElse("").endsWith("/ssh"));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("chandler-ssh-accept"));
    }
}
