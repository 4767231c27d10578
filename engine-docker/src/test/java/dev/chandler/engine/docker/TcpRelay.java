package dev.chandler.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Another address of a registry, at which it may go silent or away. */
final class TcpRelay implements AutoCloseable {

    private final ServerSocket server;
    private final int port;
    private final long limit;
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch full = new CountDownLatch(1);
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private TcpRelay(ServerSocket server, int port, long limit) {
        this.server = server;
        this.port = port;
        this.limit = limit;
        spawn(this::accept);
    }

    /** Lets everything through. */
    static TcpRelay at(String host, int port) throws IOException {
        return limited(host, port, Long.MAX_VALUE);
    }

    /** Lets so many bytes through to the registry, and then holds them. */
    static TcpRelay limited(String host, int port, long limit) throws IOException {
        return new TcpRelay(new ServerSocket(0, 50, InetAddress.getByName(host)), port, limit);
    }

    String address() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    void awaitFull() throws InterruptedException {
        full.await();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(near);
                open.add(far);
                spawn(() -> copy(near, far, limit));
                spawn(() -> copy(far, near, Long.MAX_VALUE));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void copy(Socket from, Socket to, long allowed) {
        byte[] buffer = new byte[1 << 12];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (allowed < Long.MAX_VALUE && sent.addAndGet(read) > allowed) {
                    full.countDown();
                    return;
                }
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them has gone.
        }
    }

    private static void spawn(Runnable work) {
        Thread thread = new Thread(work, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
