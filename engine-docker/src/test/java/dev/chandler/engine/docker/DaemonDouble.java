package dev.chandler.engine.docker;

import dev.chandler.api.engine.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A Unix socket where something answers that is no Docker daemon, or not a usual one. */
final class DaemonDouble implements AutoCloseable {

    private final Path socket;
    private final ServerSocketChannel server;
    private final UnaryOperator<String> answers;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

    private DaemonDouble(Path socket, UnaryOperator<String> answers) throws IOException {
        this.socket = socket;
        this.answers = answers;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "daemon-double");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers every request with the same, once it has read a little of it. */
    static DaemonDouble answering(Path socket, int status, String body) throws IOException {
        return new DaemonDouble(socket, request -> answer(status, body));
    }

    /**
     * Answers each request in its own way.
     *
     * @param answers from what was read of a request to a whole answer; from "" it stays silent
     */
    static DaemonDouble scripted(Path socket, UnaryOperator<String> answers) throws IOException {
        return new DaemonDouble(socket, answers);
    }

    static String answer(int status, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    /** The answer of a daemon of today to {@code GET /version}. */
    static String version() {
        return answer(
                200,
                "{\"Version\":\"28.1.0\",\"ApiVersion\":\"1.49\",\"MinAPIVersion\":\"1.24\",\"Os\":\"linux\",\"Arch\":\"arm64\"}");
    }

    /** Takes connections and never says a word. */
    static DaemonDouble silent(Path socket) throws IOException {
        return new DaemonDouble(socket, request -> "");
    }

    static Endpoint endpoint(Path socket) {
        return new Endpoint("unix://" + socket, "test");
    }

    Endpoint endpoint() {
        return endpoint(socket);
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                open.add(channel);
                Thread thread = new Thread(() -> serve(channel), "daemon-double-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // Closed: the end of the test.
        }
    }

    private void serve(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                String request = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
                channel.write(StandardCharsets.UTF_8.encode(answers.apply(request)));
            }
        } catch (IOException e) {
            // Either side has hung up.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
