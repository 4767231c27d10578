package dev.chandler.engine.docker;

import dev.chandler.api.engine.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between an engine and its daemon, to take the daemon away. */
final class SocketRelay implements AutoCloseable {

    private final Path socket;
    private final Path daemon;
    private final ServerSocketChannel server;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    private SocketRelay(Path socket, Path daemon) throws IOException {
        this.socket = socket;
        this.daemon = daemon;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        spawn(this::accept);
    }

    static SocketRelay to(Endpoint daemon, Path socket) throws IOException {
        return new SocketRelay(socket, Path.of(daemon.address().replaceFirst("^unix://", "")));
    }

    Endpoint endpoint() {
        return new Endpoint("unix://" + socket, "relay");
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel near = server.accept();
                SocketChannel far = SocketChannel.open(UnixDomainSocketAddress.of(daemon));
                open.add(near);
                open.add(far);
                spawn(() -> copy(near, far));
                spawn(() -> copy(far, near));
            }
        } catch (IOException e) {
            // Cut.
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer.clear()) >= 0 && !cut) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // Cut, or one side has gone.
        }
    }

    private static void spawn(Runnable work) {
        Thread thread = new Thread(work, "socket-relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** The daemon is gone: no connection lives on, and no new one is taken. */
    void cut() {
        // At once for all: closing them one by one would let the daemon answer on the others meanwhile.
        cut = true;
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
