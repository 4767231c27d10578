package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DockerConnectTest {

    private static final ClientIdentity CLIENT = new ClientIdentity("0.0.0", "test");

    @TempDir
    Path folder;

    private Path socket() {
        return folder.resolve("docker.sock");
    }

    private static Engine connect(Endpoint endpoint) throws InterruptedException {
        return new DockerEngineFactory().connect(endpoint, CLIENT, Map.of());
    }

    private static Problem problem(Endpoint endpoint) {
        EngineException thrown = catchThrowableOfType(
                EngineException.class, () -> connect(endpoint).close());
        assertThat(thrown).isNotNull();
        assertThat(thrown.problems()).hasSize(1);
        Problem problem = thrown.problems().get(0);
        assertThat(problem.what()).contains(endpoint.toString());
        assertThat(problem.why()).isPresent();
        assertThat(problem.remedy()).isPresent();
        return problem;
    }

    @Test
    void saysWhatAnswersAndNegotiatesTheVersion() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(socket(), request -> DaemonDouble.version());
                Engine engine = connect(daemon.endpoint())) {
            assertThat(engine.description()).isEqualTo("Docker Engine 28.1.0, API 1.44");
            assertThat(engine.platform()).hasToString("linux/arm64");
        }
    }

    @Test
    void knowsPodmanByItsComponents() throws Exception {
        String version = "{\"Version\":\"4.3.1\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.24\",\"Os\":\"linux\","
                + "\"Arch\":\"amd64\",\"Components\":[{\"Name\":\"Podman Engine\",\"Version\":\"4.3.1\"}]}";
        try (DaemonDouble daemon = DaemonDouble.answering(socket(), 200, version);
                Engine engine = connect(daemon.endpoint())) {
            assertThat(engine.description()).isEqualTo("Podman Engine 4.3.1, API 1.41");
            assertThat(engine.capabilities()).doesNotContain(Capability.GET_OWNERS);
        }
    }

    @Test
    void refusesADaemonThatIsTooOld() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.answering(
                socket(), 200, "{\"Version\":\"19.03.1\",\"ApiVersion\":\"1.40\",\"MinAPIVersion\":\"1.12\"}")) {
            assertThat(problem(daemon.endpoint()).why().orElseThrow()).contains("1.40", "1.41");
        }
    }

    @Test
    void refusesADaemonThatIsTooNew() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.answering(
                socket(), 200, "{\"Version\":\"40\",\"ApiVersion\":\"1.90\",\"MinAPIVersion\":\"1.60\"}")) {
            assertThat(problem(daemon.endpoint()).why().orElseThrow()).contains("1.60", "1.44");
        }
    }

    @Test
    void refusesADaemonWithContainerdsImageStore() throws Exception {
        String info = "{\"DriverStatus\":[[\"driver-type\",\"io.containerd.snapshotter.v1\"]]}";
        try (DaemonDouble daemon = DaemonDouble.scripted(
                socket(),
                request -> request.startsWith("GET /info") ? DaemonDouble.answer(200, info) : DaemonDouble.version())) {
            Problem problem = problem(daemon.endpoint());

            assertThat(problem.code()).isEqualTo("CH-ENGINE-012");
            assertThat(problem.why().orElseThrow()).contains("containerd");
        }
    }

    @Test
    void aDaemonThatMayNotBeAskedMoreIsNotRefused() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(
                socket(),
                request -> request.startsWith("GET /info") ? DaemonDouble.answer(403, "no") : DaemonDouble.version())) {
            connect(daemon.endpoint()).close();
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForAnother() throws Exception {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"ApiVersion\":\"1.4";
        try (DaemonDouble daemon = DaemonDouble.scripted(socket(), request -> half)) {
            Problem problem = problem(daemon.endpoint());

            assertThat(problem.what()).contains("cannot reach");
            assertThat(problem.why().orElseThrow()).contains("no answer");
        }
    }

    @Test
    void aMissingSocketIsSaidSo() {
        assertThat(problem(DaemonDouble.endpoint(socket())).why().orElseThrow()).contains("No such file");
    }

    @Test
    void aSocketNobodyListensAtIsSaidSo() throws Exception {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket()));
        }

        assertThat(problem(DaemonDouble.endpoint(socket())).why().orElseThrow()).contains("Connection refused");
    }

    @Test
    void aPortNobodyListensAtIsSaidSo() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(problem(new Endpoint("tcp://127.0.0.1:" + port, "test"))
                        .why()
                        .orElseThrow())
                .contains("refused");
    }

    @Test
    void permissionDeniedNamesTheGroup() {
        // Root may connect to any socket, so the kernel's answer is given here by hand.
        EngineException denied = DockerProblems.unreachable(
                DaemonDouble.endpoint(socket()), new SocketException("Permission denied"), "");

        assertThat(denied.problems().get(0).why()).contains("Permission denied");
        assertThat(denied.problems().get(0).remedy().orElseThrow()).contains("group");
    }

    @Test
    void somethingElseThanDockerIsSaidSo() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.answering(socket(), 404, "not here")) {
            assertThat(problem(daemon.endpoint()).what()).contains("no Docker daemon");
        }
    }

    @Test
    void anAnswerThatIsNoJsonIsNoDockers() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.answering(socket(), 200, "<html>")) {
            assertThat(problem(daemon.endpoint()).what()).contains("no Docker daemon");
        }
    }

    @Test
    void anAnswerWithoutAVersionIsNoDockers() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.answering(socket(), 200, "{\"a\":1}")) {
            assertThat(problem(daemon.endpoint()).what()).contains("no Docker daemon");
        }
    }

    @Test
    void aDaemonThatNeverAnswersIsGivenUpWithinTenSeconds() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.silent(socket())) {
            long start = System.nanoTime();

            Problem problem = problem(daemon.endpoint());

            assertThat(problem.why().orElseThrow()).contains("no answer");
            assertThat(problem.remedy().orElseThrow()).contains("hangs");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void anInterruptEndsTheWaitForADaemonThatNeverAnswers() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.silent(socket())) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    connect(daemon.endpoint()).close();
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                } catch (RuntimeException e) {
                    interrupted.completeExceptionally(e);
                }
            });
            thread.start();
            thread.interrupt();

            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatIsNotSupportedIsSaidSo() {
        for (String address : new String[] {"npipe:////./pipe/docker_engine", "fd://"}) {
            assertThat(problem(new Endpoint(address, "test")).why().orElseThrow())
                    .contains("only unix://, tcp:// and ssh://");
        }
    }

    @Test
    void aServerThatHangsUpIsSaidSo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try {
                    server.accept().close();
                } catch (IOException e) {
                    // The end of the test.
                }
            });
            thread.setDaemon(true);
            thread.start();

            assertThat(problem(new Endpoint("tcp://127.0.0.1:" + server.getLocalPort(), "test"))
                            .what())
                    .contains("cannot reach");
        }
    }
}
