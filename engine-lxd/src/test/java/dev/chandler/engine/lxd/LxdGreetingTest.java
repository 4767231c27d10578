package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connecting where no LXD is. */
class LxdGreetingTest {

    @TempDir
    Path folder = Path.of("");

    private void connect(Path socket) throws InterruptedException {
        new LxdEngineFactory()
                .connect(new Endpoint("unix://" + socket, "test"), new ClientIdentity("0", "greeting"), Map.of())
                .close();
    }

    @Test
    void aSocketThatIsNotThereIsAProblem() {
        assertThatThrownBy(() -> connect(folder.resolve("none")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-011");
    }

    @Test
    void aTokenIsOfNoConcernToASocket() {
        Path socket = folder.resolve("none");
        assertThatThrownBy(() -> new LxdEngineFactory()
                        .connect(
                                new Endpoint("unix://" + socket, "test"),
                                new ClientIdentity("0", "greeting"),
                                Map.of(Joining.TOKEN, "no token")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-011");
    }

    @Test
    void oneThatListensAndNeverAnswersIsAProblemWithinTenSeconds() throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            long begun = System.nanoTime();

            assertThatThrownBy(() -> connect(socket))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("CH-ENGINE-011")
                    .hasMessageContaining("within");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
