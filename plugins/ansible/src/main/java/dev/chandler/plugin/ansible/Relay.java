package dev.chandler.plugin.ansible;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.StepContext;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs in the instance what Ansible's connection asks for on a Unix socket, several commands at once.
 *
 * <p>A connection that ends before its command ends the command. Closing ends all commands that run.
 */
final class Relay implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final long PATIENCE_SECONDS = 30;

    private final ServerSocketChannel server;
    private final StepContext context;
    private final AtomicReference<RuntimeException> trouble = new AtomicReference<>();
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "chandler-ansible");
        thread.setDaemon(true);
        return thread;
    });

    private Relay(ServerSocketChannel server, StepContext context) {
        this.server = server;
        this.context = context;
    }

    /**
     * Opens one.
     *
     * @param socket where, in a folder that nobody else can enter
     * @param context the instance
     */
    static Relay open(Path socket, StepContext context) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        Relay relay = new Relay(server, context);
        relay.threads.execute(relay::accept);
        return relay;
    }

    /** What has kept a command from being run, which Ansible cannot know better. */
    Optional<RuntimeException> trouble() {
        return Optional.ofNullable(trouble.get());
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException | RejectedExecutionException e) {
            // Closed. Were it anything else, Ansible would tell that nobody answers it.
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            Wire wire = new Wire(connection);
            Wire.Frame first = wire.receive();
            serve(new String(first.content(), StandardCharsets.UTF_8), wire);
        } catch (IOException | RejectedExecutionException e) {
            // Who has asked has gone, or we are closing.
        } catch (InterruptedException e) {
            // The command has been ended, and its thread ends here.
        } finally {
            connections.remove(connection);
        }
    }

    private void serve(String text, Wire wire) throws IOException, InterruptedException {
        CommandInput input = new CommandInput();
        Lifeline lifeline = new Lifeline(Thread.currentThread());
        CountDownLatch gone = new CountDownLatch(1);
        threads.execute(() -> feed(input, wire, lifeline, gone));
        Command command = context.command(List.of("/bin/sh", "-c", text))
                .stdin(() -> input)
                .build();
        OutputSink sink = (channel, chunk) -> send(wire, channel == OutputSink.Channel.STDOUT ? 'O' : 'R', chunk);
        try {
            int code = context.communicator().run(command, sink).exitCode();
            lifeline.cut();
            input.close();
            wire.send('X', Integer.toString(code).getBytes(StandardCharsets.US_ASCII));
            // Who has asked may still be giving what the command has not read, and closes when it has the answer.
            gone.await();
        } catch (ChandlerException e) {
            lifeline.cut();
            trouble.compareAndSet(null, e);
            wire.send('F', String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            trouble.compareAndSet(null, e);
            throw e;
        } finally {
            lifeline.cut();
            input.close();
        }
    }

    private static void send(Wire wire, char kind, byte[] chunk) {
        try {
            wire.send(kind, chunk);
        } catch (IOException e) {
            // A sink does not throw. That the connection has ended is noticed where it is read, and ends the command.
        }
    }

    private static void feed(CommandInput input, Wire wire, Lifeline lifeline, CountDownLatch gone) {
        try {
            while (true) {
                Wire.Frame frame = wire.receive();
                if (frame.kind() == 'I') {
                    input.add(frame.content());
                } else {
                    input.end();
                }
            }
        } catch (IOException e) {
            lifeline.pull();
        } catch (InterruptedException e) {
            // Closing.
        } finally {
            gone.countDown();
        }
    }

    /** Ends the thread that runs a command, as long as it runs one. */
    private static final class Lifeline {

        private final Thread thread;
        private boolean cut;

        Lifeline(Thread thread) {
            this.thread = thread;
        }

        synchronized void pull() {
            if (!cut) {
                thread.interrupt();
            }
        }

        synchronized void cut() {
            cut = true;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // Its folder is removed next.
        }
        threads.shutdownNow();
        for (SocketChannel connection : connections) {
            try {
                connection.close();
            } catch (IOException e) {
                // It is of no use any more, either way.
            }
        }
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
