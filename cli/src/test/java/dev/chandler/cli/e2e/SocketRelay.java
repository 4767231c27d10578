package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Stands between a client and the daemon, and is the trouble there: goes away, or holds an answer back.
 *
 * <p>What comes from the client goes on to the daemon, until a {@link Moment}: from then on its connection is held until it
 * is released, so that client and daemon can be met in just that state.
 */
final class SocketRelay implements AutoCloseable {

    /**
     * When to hold a connection.
     *
     * @param request a pattern of the first line of a request
     * @param count how many such requests there have to be
     * @param answer what the answer has to have by then; empty for the moment before the request gets to the daemon
     */
    record Moment(Pattern request, int count, Optional<Pattern> answer) {

        private static final Moment NEVER = before("(?!)", 1);

        static Moment before(String request, int count) {
            return new Moment(Pattern.compile(request), count, Optional.empty());
        }

        /** The daemon has done it, and its answer has not come back yet. */
        static Moment after(String request, int count) {
            return after(request, count, "");
        }

        static Moment after(String request, int count, String answer) {
            return new Moment(Pattern.compile(request), count, Optional.of(Pattern.compile(answer)));
        }
    }

    private final Path socket;
    private final Path daemonSocket;
    private final ServerSocketChannel server;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch saidToNobody = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Moment hold = Moment.NEVER;
    private volatile boolean silent;
    private volatile boolean frozen;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private SocketRelay(Path socket, Path daemonSocket, ServerSocketChannel server) {
        this.socket = socket;
        this.daemonSocket = daemonSocket;
        this.server = server;
        thread(this::accept);
    }

    /** A relay that listens at a path. */
    static SocketRelay at(Path socket) {
        return at(socket, Path.of(Docker.socket()));
    }

    /** A relay that listens at a path, to any daemon. */
    static SocketRelay at(Path socket, Path daemon) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            return new SocketRelay(socket, daemon, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address, for {@code DOCKER_HOST}. */
    String address() {
        return "unix://" + socket;
    }

    /** Accepts from now on, and never answers. */
    SocketRelay silent() {
        silent = true;
        return this;
    }

    /** Lets a request through and holds back its answer; a pattern of its first line, such as {@code POST .*\/commit}. */
    SocketRelay holdingAnswerOf(String request) {
        return holding(Moment.after(request, 1));
    }

    /** Holds the connection of such a moment. */
    SocketRelay holding(Moment moment) {
        hold = moment;
        return this;
    }

    /** How many connections there were. */
    int connections() {
        return connections.get();
    }

    /** The first lines of all requests so far. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Waits until such a request has come and the daemon has done it. */
    void awaitHeld() {
        await(held, "there was no such moment: " + hold);
    }

    /** Lets go what was held back. */
    void release() {
        released.countDown();
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets nothing through from now on, without breaking anything. */
    void freeze() {
        silent = true;
        frozen = true;
    }

    /** Waits until the client has said something that was not let through. */
    void awaitSaidToNobody() {
        await(saidToNobody, "the client said nothing");
    }

    /** Breaks all connections, takes no new ones, and takes the socket away, as a daemon does that was killed. */
    void cut() {
        freeze();
        close();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                add(client);
                connections.incrementAndGet();
                if (!silent) {
                    SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of(daemonSocket));
                    add(daemon);
                    Connection connection = new Connection(client, daemon);
                    thread(connection::toDaemon);
                    thread(connection::toClient);
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void add(SocketChannel channel) throws IOException {
        synchronized (channels) {
            if (!server.isOpen()) {
                channel.close();
            }
            channels.add(channel);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "surefire-e2e-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        release();
        try {
            server.close();
            java.nio.file.Files.deleteIfExists(socket);
            synchronized (channels) {
                for (SocketChannel channel : channels) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client's connection and the daemon's that belongs to it. */
    private final class Connection {

        private final SocketChannel client;
        private final SocketChannel daemon;
        private volatile boolean holding;

        Connection(SocketChannel client, SocketChannel daemon) {
            this.client = client;
            this.daemon = daemon;
        }

        void toDaemon() {
            copy(client, daemon, bytes -> {
                // A client writes a request's head in one piece, at the beginning of a read.
                String line = text(bytes).lines().findFirst().orElse("");
                if (line.endsWith(" HTTP/1.1")) {
                    asked.add(line);
                }
                if (hold.request().matcher(line).find() && requests.incrementAndGet() >= hold.count()) {
                    holding = hold.answer().isPresent();
                    if (!holding) {
                        hold();
                    }
                }
                if (frozen) {
                    saidToNobody.countDown();
                }
                return !frozen;
            });
        }

        void toClient() {
            copy(daemon, client, bytes -> {
                if (holding && hold.answer().orElseThrow().matcher(text(bytes)).find()) {
                    hold();
                }
                return !frozen;
            });
        }

        private String text(ByteBuffer bytes) {
            return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        }

        private void hold() {
            held.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void copy(SocketChannel from, SocketChannel to, java.util.function.Predicate<ByteBuffer> pass) {
            ByteBuffer buffer = ByteBuffer.allocate(65536);
            try {
                while (from.read(buffer.clear()) >= 0) {
                    buffer.flip();
                    if (pass.test(buffer)) {
                        while (buffer.hasRemaining()) {
                            to.write(buffer);
                        }
                    }
                }
                to.shutdownOutput();
            } catch (IOException e) {
                // One of the two went away; so does the other.
                closeBoth();
            }
        }

        private void closeBoth() {
            try (client;
                    daemon) {
                // Nothing but to close them.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
