package dev.chandler.engine.lxd;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Addresses at which no LXD answers, or none that this user may speak to. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LxdAddressesIT {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    /** Somebody who says why it cannot connect. */
    static final class Client {

        private Client() {}

        public static void main(String[] arguments) throws InterruptedException {
            try {
                connect(arguments[0], Map.of());
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static void connect(String address, Map<String, String> environment) throws InterruptedException {
        new LxdEngineFactory()
                .connect(new Endpoint(address, "test"), new ClientIdentity("0.0.0-test", "nobody"), environment)
                .close();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertUnreachable(String address) {
        return assertThatThrownBy(() -> connect(address, environment))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-011")
                .hasMessageContaining(address)
                .hasMessageContaining("--endpoint, LXD_DIR or INCUS_DIR");
    }

    private static String given(String name) {
        return requireNonNull(System.getenv(name), name);
    }

    @Test
    void aSocketOfAnotherDaemonIsNoLxd() {
        assertUnreachable(given("DOCKER_HOST")).hasMessageContaining("status 404");
    }

    @Test
    void anotherServerWithTlsIsNoLxd() throws IOException {
        Files.copy(Path.of(given("CHANDLER_TESTBED_REGISTRY_CERTIFICATE")), folder.resolve("server.crt"));
        environment.put(ClientFolders.VARIABLE, folder.toString());

        assertUnreachable("https://" + given("CHANDLER_TESTBED_REGISTRY_TLS"))
                .hasMessageContaining("no LXD answers")
                .hasMessageContaining("status 404");
    }

    @Test
    void anotherServerWithoutTlsIsNoLxd() {
        assertUnreachable("https://" + given("CHANDLER_TESTBED_REGISTRY")).hasMessageContaining("SSL");
    }

    @Test
    void aPortWhereNobodyListensIsSaid() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }

        assertUnreachable("https://127.0.0.1:" + port).hasMessageContaining("Connection refused");
    }

    @Test
    void aSocketThatIsNotThereIsSaid() {
        assertUnreachable("unix://" + folder.resolve("none")).hasMessageContaining("No such file or directory");
    }

    @Test
    void aDaemonThatNeverAnswersIsSaidAndNotWaitedFor() throws IOException {
        Path socket = folder.resolve("silent");
        environment.put(Silence.VARIABLE, "1");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            long begun = System.nanoTime();

            assertThatThrownBy(() -> connect("unix://" + socket, environment))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("CH-ENGINE-011")
                    .hasMessageContaining("no answer within the time limit")
                    .hasMessageContaining("the daemon is there but hangs");
            assertThat(System.nanoTime() - begun).isLessThan(6_000_000_000L);
        }
    }

    /** Root without its rights, at a socket in somebody else's folder. */
    @Test
    void aSocketThatTheUserMayNotUseIsSaidWithTheGroup() throws Exception {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.createSymbolicLink(
                theirs.resolve("unix.socket"), FrailLxd.folder().resolve("unix.socket"));
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwx------"));
        FrailLxd.run(List.of("chown", "65534:65534", theirs.toString()));
        List<String> command = new ArrayList<>(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Client.class.getName(),
                "unix://" + theirs.resolve("unix.socket")));

        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(client.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("CH-ENGINE-011", theirs.toString(), "Permission denied", "add your user to the group");
    }

    @Test
    void aSilenceThatIsNoNumberOfSecondsIsSaid() {
        environment.put(Silence.VARIABLE, "soon");

        assertThatThrownBy(() -> connect("unix://" + folder.resolve("none"), environment))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-088")
                .hasMessageContaining("\"soon\"");
    }
}
