package dev.chandler.lib.unixhttp;

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
import java.util.concurrent.CountDownLatch;

/** A real Unix socket with something scripted behind it. */
final class UnixServer implements AutoCloseable {

    /** What is done with one connection. */
    interface Script {
        void serve(SocketChannel channel) throws Exception;
    }

    private final ServerSocketChannel server;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private UnixServer(ServerSocketChannel server) {
        this.server = server;
    }

    static UnixServer start(Path socket, Script script) throws IOException {
        UnixServer started = new UnixServer(listen(socket, 50));
        started.spawn(() -> started.accept(script));
        return started;
    }

    static ServerSocketChannel listen(Path socket, int backlog) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), backlog);
        return server;
    }

    /** Accepts, reads, and never answers, until the server is closed. */
    static Script silent() {
        return channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (channel.read(buffer.clear()) >= 0) {}
            new CountDownLatch(1).await();
        };
    }

    static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Reads up to the empty line that ends a request without a body. */
    static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && channel.read(one.clear()) > 0) {
            head.append((char) one.get(0));
        }
        return head.toString();
    }

    private void accept(Script script) {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                open.add(channel);
                spawn(() -> serve(script, channel));
            }
        } catch (IOException e) {
            // Closed: the end of the test.
        }
    }

    private static void serve(Script script, SocketChannel channel) {
        try (channel) {
            script.serve(channel);
        } catch (IOException | InterruptedException e) {
            // The client went, or the test ended.
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void spawn(Runnable work) {
        Thread thread = new Thread(work, "unix-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
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
        threads.forEach(Thread::interrupt);
    }
}
