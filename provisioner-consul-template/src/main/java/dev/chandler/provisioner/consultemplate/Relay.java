package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.ChandlerException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers consul-template on a Unix socket: GET alone, only what is allowed, from a source that knows the token.
 *
 * <p>It never lets a question wait for a change, as Consul would: who asks again gets what there is by now. So a
 * consul-template whose relay has gone notices that soon, and ends.
 */
final class Relay implements AutoCloseable {

    private static final int BACKLOG = 1024;

    /** More than consul-template has, which keeps 100; who comes later waits until one goes. */
    private static final int AT_ONCE = 1024;

    /** A thread for each connection needs little. */
    private static final long STACK_BYTES = 256 << 10;

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final long PATIENCE_SECONDS = 10;

    private final ServerSocketChannel server;
    private final ConsulSource source;
    private final Allowed allowed;
    private final Readings readings;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(null, work, "chandler-relay", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    });

    private Relay(ServerSocketChannel server, ConsulSource source, Allowed allowed, Readings readings) {
        this.server = server;
        this.source = source;
        this.allowed = allowed;
        this.readings = readings;
    }

    /**
     * Opens one.
     *
     * @param socket where, in a folder that nobody else can enter
     * @param source what it asks; closed with it
     * @param readings takes what was read and what went wrong
     */
    static Relay open(Path socket, ConsulSource source, Allowed allowed, Readings readings) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        Relay relay = new Relay(server, source, allowed, readings);
        relay.threads.execute(relay::accept);
        return relay;
    }

    private void accept() {
        try {
            acceptAll();
        } catch (InterruptedException | RejectedExecutionException e) {
            // Closed: nobody is to be answered any more.
        } finally {
            closeConnections();
        }
    }

    private void acceptAll() throws InterruptedException {
        try {
            while (true) {
                room.acquire();
                SocketChannel connection = server.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            if (server.isOpen()) {
                readings.fail(FileTrouble.of("cannot answer consul-template", e));
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            serve(new BufferedInputStream(Channels.newInputStream(connection)), Channels.newOutputStream(connection));
        } catch (IOException e) {
            // The one that asked has gone, or we are closing.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
            room.release();
        }
    }

    private void serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
        try {
            Optional<RelayRequest> request = RelayRequest.read(in);
            while (request.isPresent() && answer(request.get(), out)) {
                request = RelayRequest.read(in);
            }
        } catch (ProtocolException e) {
            readings.refuse(String.valueOf(e.getMessage()));
            refuse(out, BAD_REQUEST);
        }
    }

    /** Answers, and says whether another request may follow: none does behind one that was refused. */
    private boolean answer(RelayRequest request, OutputStream out) throws IOException, InterruptedException {
        ConsulRequest asked = ConsulRequest.parse(request.target());
        if (!request.method().equals("GET") || request.hasBody()) {
            readings.refuse(request.method() + " " + asked.target() + (request.hasBody() ? " with a body" : ""));
        } else if (!allowed.allows(asked)) {
            readings.refuse(asked);
        } else {
            try {
                ConsulAnswer answer = source.ask(asked);
                readings.note(asked, answer);
                write(out, answer, "");
                return true;
            } catch (ChandlerException e) {
                readings.fail(e);
            }
        }
        refuse(out, FORBIDDEN);
        return false;
    }

    private static void refuse(OutputStream out, int status) throws IOException {
        byte[] why = "not here".getBytes(StandardCharsets.US_ASCII);
        write(out, new ConsulAnswer(status, why, 1), "Connection: close\r\n");
    }

    private static void write(OutputStream out, ConsulAnswer answer, String more) throws IOException {
        byte[] body = answer.body();
        String head = "HTTP/1.1 " + answer.status() + " -\r\n"
                + "Content-Type: application/json\r\n"
                + "X-Consul-Index: " + answer.index() + "\r\n"
                + "X-Consul-Knownleader: true\r\n"
                + "X-Consul-Lastcontact: 0\r\n"
                + more
                + "Content-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private void closeConnections() {
        for (SocketChannel connection : connections) {
            try {
                connection.close();
            } catch (IOException e) {
                // It is of no use any more, either way.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // Its folder is removed next.
        }
        source.close();
        threads.shutdownNow();
        closeConnections();
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
