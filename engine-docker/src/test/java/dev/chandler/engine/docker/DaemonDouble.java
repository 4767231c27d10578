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

/** A Unix socket where something answers that is no Docker daemon, or not a usual one. */
final class DaemonDouble implements AutoCloseable {

    private final Path socket;
    private final ServerSocketChannel server;
    private final String answer;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

    private DaemonDouble(Path socket, String answer) throws IOException {
        this.socket = socket;
        this.answer = answer;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "daemon-double");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers every request with the same, once it has read a little of it. */
    static DaemonDouble answering(Path socket, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new DaemonDouble(
                socket, "HTTP/1.1 " + status + " X\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    /** Takes connections and never says a word. */
    static DaemonDouble silent(Path socket) throws IOException {
        return new DaemonDouble(socket, "");
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
                if (!answer.isEmpty()) {
                    channel.read(ByteBuffer.allocate(4096));
                    channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException e) {
            // Closed: the end of the test.
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
