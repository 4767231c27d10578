package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is wrong around Chandler is said in the system's own words, with exit code 3. */
class EnvironmentIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @BeforeEach
    void writeAManifest() {
        stranger.manifest("busybox", "install: [echo one]\n");
    }

    @Test
    void noDaemon() {
        Path none = stranger.root().resolve("none.sock");

        Ended ended = stranger.with("DOCKER_HOST", "unix://" + none)
                .runs("build", "--engine", "docker")
                .exits(3);

        assertThat(ended.err()).contains("unix://" + none, "No such file").doesNotContain("Exception", "\tat ");
    }

    @Test
    void noPermissionOnTheSocket() throws IOException {
        SocketRelay relay = stranger.relay();
        Path socket = Path.of(relay.address().substring("unix://".length()));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));

        Ended ended = stranger.startsCommand(stranger.project(), withoutPrivileges("build", "--engine", "docker"))
                .ended()
                .exits(3);

        assertThat(ended.err()).containsIgnoringCase("permission denied").contains(relay.address());
        assertThat(ended.err()).doesNotContain("Exception", "\tat ");
        assertThat(relay.connections()).isZero();
    }

    @Test
    void aBaseThatIsNowhere() {
        String base = "127.0.0.1:1/e2e/" + stranger.nonce() + ":1";
        stranger.manifest(base, "install: [echo one]\n");

        Ended ended = stranger.runs("build").exits(3);

        assertThat(ended.err()).contains(base).doesNotContain("Exception", "\tat ");
    }

    @Test
    void aBaseThatTheRegistryDoesNotHave() {
        String base = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/e2e/" + stranger.nonce() + ":1";
        stranger.manifest(base, "install: [echo one]\n");

        Ended ended = stranger.runs("build").exits(3);

        assertThat(ended.err()).contains(base).doesNotContain("Exception", "\tat ");
    }

    @Test
    void aFullDisk() {
        Ended ended = stranger.startsCommand(stranger.project(), onAFullDisk("build"))
                .ended()
                .exits(3);

        assertThat(ended.err())
                .contains("No space left on device", "XDG_STATE_HOME")
                .doesNotContain("\tat ");
        assertThat(stranger.containers()).isEmpty();
    }

    /** In a mount namespace of its own, where the folder for the client's state has room for nothing. */
    private static List<String> onAFullDisk(String... args) {
        List<String> command = new ArrayList<>(List.of("setsid", "unshare", "--map-root-user", "--mount", "sh", "-ec"));
        command.add(
                "mkdir -p \"$XDG_STATE_HOME\" && mount -t tmpfs -o size=4k,nr_inodes=1 tmpfs \"$XDG_STATE_HOME\" && "
                        + "exec \"$0\" \"$@\"");
        command.add(BuiltDistribution.launcher().toString());
        command.addAll(List.of(args));
        return command;
    }

    /** Root may open every socket; without its capabilities it is a user as any other. */
    private static List<String> withoutPrivileges(String... args) {
        List<String> command = new ArrayList<>();
        if (Shell.run(List.of("id", "-u")).out().strip().equals("0")) {
            command.addAll(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"));
        }
        command.add("setsid");
        command.add(BuiltDistribution.launcher().toString());
        command.addAll(List.of(args));
        return command;
    }
}
