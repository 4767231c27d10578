package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.engine.docker.DockerDriver.OutputStreaming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that take a request, or begin to answer one, and never say a word again. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerSilenceTest {

    @TempDir
    Path folder;

    private final AtomicInteger pings = new AtomicInteger();

    /** Answers as many pings as it is told to, and then with what is no HTTP; upgrades connections. */
    private DaemonDouble silentAfter(int answers) throws Exception {
        return DaemonDouble.scripted(folder.resolve("docker.sock"), request -> {
            if (request.contains("/_ping")) {
                return pings.incrementAndGet() <= answers ? DaemonDouble.answer(200, "OK") : "gone\r\n\r\n";
            }
            return request.contains("/attach")
                    ? "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
                    : "";
        });
    }

    private static DockerHttp open(DaemonDouble daemon) {
        return DockerHttp.open(daemon.endpoint(), Map.of(), new Silence(Duration.ofMillis(1500)));
    }

    @Test
    void anAnswerThatMayTakeLongIsNotWaitedForWhenTheDaemonIsGone() throws Exception {
        try (DaemonDouble daemon = silentAfter(2);
                DockerHttp http = open(daemon);
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            assertThatThrownBy(() -> driver.commit("c", Optional.empty(), Map.of()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("lost the Docker daemon");
            assertThat(pings).hasValue(3);
        }
    }

    @Test
    void aConnectionThatIsSilentEndsWhenTheDaemonIsGone() throws Exception {
        try (DaemonDouble daemon = silentAfter(2);
                DockerHttp http = open(daemon);
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST);
                WordStream words = new WordStream();
                OutputStreaming output = driver.attach("c", words, OutputSink.NONE)) {
            assertThatThrownBy(output::await)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("lost the Docker daemon");
        }
    }

    @Test
    void aFirstProcessThatDoesNotAnswerIsNotBlamedForTheDaemon() throws Exception {
        try (DaemonDouble daemon = silentAfter(0);
                DockerHttp http = open(daemon);
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST);
                FirstProcess first = FirstProcess.attach(driver, "c", "/bin/sh")) {
            assertThatThrownBy(() -> first.end(Optional.empty(), Duration.ofMillis(50)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("lost the Docker daemon");
        }
    }

    @Test
    void workThatTheDaemonDoesBeforeItAnswersIsNotWaitedForWhenTheDaemonIsGone() throws Exception {
        try (DaemonDouble daemon = silentAfter(1);
                DockerHttp http = open(daemon);
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            assertThatThrownBy(() -> driver.startContainer("c"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("lost the Docker daemon");
            assertThat(pings).hasValue(2);
        }
    }

    @Test
    void whatIsStillToBeDoneWhenTheDaemonIsGoneIsNotWaitedForAgain() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), this::silentBut);
                DockerHttp http = open(daemon);
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            assertThatThrownBy(() -> driver.removeContainer("c")).isInstanceOf(EngineException.class);

            assertThatThrownBy(driver::images)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("lost the Docker daemon");

            assertThat(asked).noneMatch(line -> line.contains("/images/json"));
        }
    }

    @Test
    void aDaemonThatAnswersAgainIsAskedAgain() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), this::silentBut);
                DockerHttp http = open(daemon);
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            assertThatThrownBy(() -> driver.removeContainer("c")).isInstanceOf(EngineException.class);
            awake = true;

            assertThat(driver.images()).isEmpty();
        }
    }

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean awake;

    private String silentBut(String request) {
        asked.add(request.replaceFirst("(?s) HTTP.*", ""));
        if (!awake) {
            return "";
        }
        return DaemonDouble.answer(200, request.contains("/_ping") ? "OK" : "[]");
    }
}
