package dev.chandler.engine.lxd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands before a server of this machine, and of a long answer lets only the beginning through. */
final class StallingRelay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final URI behind;
    private final long bytes;

    private StallingRelay(URI behind, long bytes) throws IOException {
        this.behind = behind;
        this.bytes = bytes;
    }

    /** A relay to an address of which each connection gets so many bytes. */
    static StallingRelay to(String address, long bytes) throws IOException {
        StallingRelay relay = new StallingRelay(URI.create(address), bytes);
        thread(relay::accept);
        return relay;
    }

    String address() {
        return "https://127.0.0.1:" + server.getLocalPort();
    }

    /** Waits until somebody gets no more. */
    void awaitStalled() {
        try {
            if (!stalled.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody has got that much");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "surefire-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket daemon = new Socket(behind.getHost(), behind.getPort());
                sockets.addAll(List.of(client, daemon));
                thread(() -> copy(client, daemon, Long.MAX_VALUE));
                thread(() -> copy(daemon, client, bytes));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void copy(Socket from, Socket to, long limit) {
        byte[] buffer = new byte[16 * 1024];
        long copied = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                copied += count;
                if (copied > limit) {
                    stalled.countDown();
                    return;
                }
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
