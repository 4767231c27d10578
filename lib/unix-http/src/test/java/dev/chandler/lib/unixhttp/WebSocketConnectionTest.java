package dev.chandler.lib.unixhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against another implementation of the protocol. */
class WebSocketConnectionTest {

    private final MockWebServer server = new MockWebServer();

    /** Sends back what comes, and closes at the text "bye". */
    private static final class Echo extends WebSocketListener {

        @Override
        public void onMessage(WebSocket socket, String text) {
            if (text.equals("bye")) {
                socket.close(1000, null);
            } else {
                socket.send(text);
            }
        }

        @Override
        public void onMessage(WebSocket socket, ByteString bytes) {
            socket.send(bytes);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WebSocketConnection connected() throws IOException {
        server.enqueue(new MockResponse.Builder().webSocketUpgrade(new Echo()).build());
        return opened();
    }

    private WebSocketConnection opened() throws IOException {
        return WebSocketConnection.open(
                UnixHttp.tcpClient().build(),
                new Request.Builder().url(server.url("/")).build());
    }

    private static WebSocketConnection.Message next(WebSocketConnection socket) throws IOException {
        return Objects.requireNonNull(socket.read());
    }

    @Test
    void sendsAndReadsTextAndBytesOfAllLengths() throws Exception {
        try (WebSocketConnection socket = connected()) {
            for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536, 1_000_000}) {
                byte[] bytes = new byte[length];
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) i;
                }
                socket.send(bytes);
                WebSocketConnection.Message message = next(socket);
                assertThat(message.text()).isFalse();
                assertThat(message.bytes()).isEqualTo(bytes);
            }
            socket.send("grüße");
            assertThat(next(socket).text()).isTrue();
        }
    }

    @Test
    void aPeerThatClosesIsTheEnd() throws Exception {
        try (WebSocketConnection socket = connected()) {
            socket.send("bye");

            assertThat(socket.read()).isNull();
        }
    }

    @Test
    void aRefusalIsAnExceptionWithWhatTheServerSaid() {
        server.enqueue(new MockResponse.Builder().code(404).body("no such").build());

        assertThatThrownBy(this::opened).isInstanceOfSatisfying(UpgradeRefusedException.class, refused -> {
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.body()).isEqualTo("no such");
        });
    }

    @Test
    void closingEndsAReadOfAnotherThread() throws Exception {
        WebSocketConnection socket = connected();
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
            try {
                return socket.read() == null;
            } catch (IOException e) {
                return true;
            }
        });
        socket.close();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingWhileThePeerSpeaksIsNoOtherException(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("socket");
        UnixServer speaker = UnixServer.start(path, WebSocketConnectionTest::speak);
        try (speaker) {
            for (int i = 0; i < 300; i++) {
                WebSocketConnection socket = WebSocketConnection.open(
                        UnixHttp.client(path).build(),
                        new Request.Builder().url("http://localhost/").build());
                next(socket);
                CompletableFuture<Exception> end = CompletableFuture.supplyAsync(() -> readOn(socket));
                socket.close();

                assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            }
        }
    }

    /** Sends one message after the other. */
    private static void speak(SocketChannel channel) throws IOException {
        UnixServer.head(channel);
        UnixServer.send(
                channel, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        while (true) {
            UnixServer.send(channel, "\u0082d" + "x".repeat(100));
        }
    }

    private static Exception readOn(WebSocketConnection socket) {
        try {
            while (true) {
                next(socket);
            }
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }
}
