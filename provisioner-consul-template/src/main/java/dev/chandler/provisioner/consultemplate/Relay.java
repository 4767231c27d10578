package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.ChandlerException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Answers consul-template on a Unix socket: GET alone, only what is allowed, from a source that knows the token.
 *
 * <p>It never lets a question wait for a change, as Consul would: who asks again gets what there is by now. So a
 * consul-template whose relay has gone notices that soon, and ends.
 */
final class Relay implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final long PATIENCE_SECONDS = 10;

    private final ServerSocketChannel server;
    private final ConsulSource source;
    private final Allowed allowed;
    private final Readings readings;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "chandler-relay");
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
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException | RejectedExecutionException e) {
            // Closed: nobody is to be answered any more.
            closeConnections();
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
            OutputStream out = Channels.newOutputStream(connection);
            for (RelayRequest request = RelayRequest.read(in).orElse(null);
                    request != null;
                    request = RelayRequest.read(in).orElse(null)) {
                write(out, answer(request));
            }
        } catch (IOException e) {
            // The one that asked has gone, or we are closing.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private ConsulAnswer answer(RelayRequest request) throws InterruptedException {
        ConsulRequest asked = ConsulRequest.parse(request.target());
        if (!request.method().equals("GET") || !allowed.allows(asked)) {
            readings.refuse(asked);
            return refusal("not allowed here");
        }
        try {
            ConsulAnswer answer = source.ask(asked);
            readings.note(asked, answer);
            return answer;
        } catch (ChandlerException e) {
            readings.fail(e);
            return refusal("no answer");
        }
    }

    private static ConsulAnswer refusal(String why) {
        return new ConsulAnswer(403, why.getBytes(StandardCharsets.UTF_8), 1);
    }

    private static void write(OutputStream out, ConsulAnswer answer) throws IOException {
        byte[] body = answer.body();
        String head = "HTTP/1.1 " + answer.status() + " -\r\n"
                + "Content-Type: application/json\r\n"
                + "X-Consul-Index: " + answer.index() + "\r\n"
                + "X-Consul-Knownleader: true\r\n"
                + "X-Consul-Lastcontact: 0\r\n"
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
