package dev.chandler.lib.unixhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UnixHttpTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path folder;

    private @Nullable UnixServer server;

    private void serve(UnixServer.Script script) throws IOException {
        server = UnixServer.start(path(), script);
    }

    @AfterEach
    void closeServer() {
        if (server != null) {
            server.close();
        }
    }

    private Path path() {
        return folder.resolve("h.sock");
    }

    private static Request.Builder request() {
        return new Request.Builder().url("http://engine/x");
    }

    @Test
    void answersOnOneConnectionAgainAndAgain() throws Exception {
        serve(channel -> {
            while (!UnixServer.head(channel).isEmpty()) {
                UnixServer.send(channel, OK);
            }
        });

        OkHttpClient client = UnixHttp.client(path()).build();
        for (int i = 0; i < 3; i++) {
            try (Response response = client.newCall(request().build()).execute()) {
                assertThat(response.body().string()).isEqualTo("ok");
            }
        }
        assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
        UnixHttp.close(client);
        assertThat(client.connectionPool().connectionCount()).isZero();
    }

    @Test
    void aServerThatNeverAnswersEndsByTheReadTimeout() throws Exception {
        assertEnds(UnixHttp.client(path()).readTimeout(Duration.ofMillis(300)).build());
    }

    @Test
    void aServerThatNeverAnswersEndsByTheCallTimeout() throws Exception {
        assertEnds(UnixHttp.client(path())
                .readTimeout(Duration.ZERO)
                .callTimeout(Duration.ofMillis(300))
                .build());
    }

    private void assertEnds(OkHttpClient client) throws IOException {
        serve(UnixServer.silent());

        long start = System.nanoTime();

        assertThatThrownBy(() -> client.newCall(request().build()).execute().close())
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
    }

    @Test
    void anUpgradedConnectionCanBeHalfClosed() throws Exception {
        serve(channel -> {
            UnixServer.head(channel);
            UnixServer.send(channel, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            StringBuilder got = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (channel.read(one.clear()) > 0) {
                got.append((char) one.get(0));
            }
            UnixServer.send(channel, got.reverse().toString());
        });

        OkHttpClient client = UnixHttp.client(path()).readTimeout(Duration.ZERO).build();
        Request upgrade = request()
                .header("Connection", "Upgrade")
                .header("Upgrade", "tcp")
                .build();
        try (Response response = client.newCall(upgrade).execute()) {
            okio.Socket socket = response.socket();
            assertThat(socket).isNotNull();
            BufferedSink sink = Okio.buffer(socket.getSink());
            sink.writeString("abc", StandardCharsets.UTF_8);
            sink.close();
            BufferedSource source = Okio.buffer(socket.getSource());
            assertThat(source.readByteArray(3)).asString().isEqualTo("cba");
            source.close();
        }
        UnixHttp.close(client);
    }

    @Test
    void leavesNoThreadThatKeepsTheJvmAlive() throws Exception {
        serve(channel -> {
            UnixServer.head(channel);
            UnixServer.send(channel, OK);
        });

        Set<Thread> before = Thread.getAllStackTraces().keySet();
        OkHttpClient client = UnixHttp.client(path()).build();
        client.newCall(request().build()).execute().close();
        UnixHttp.close(client);

        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                        .collect(Collectors.toSet()))
                .isEmpty();
    }
}
