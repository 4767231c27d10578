package dev.chandler.plugin.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.api.provision.Communicator;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.OwnFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other end of {@code chandler.py}. */
class RelayTest {

    private static final int PART = 60_000;
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private OwnFolder own;
    private Relay relay;

    @BeforeEach
    void open() throws IOException {
        own = OwnFolder.make();
        relay = Relay.open(own.path().resolve("s"), new FakeContext(new Commands()));
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        own.close();
    }

    @Test
    void allBytesGoInAndComeOut() throws Exception {
        byte[] bytes = new byte[3_000_001];
        new Random(1).nextBytes(bytes);
        try (SocketChannel channel = connect()) {
            Wire wire = ask(channel, "echo");
            // Beside the reading, as chandler.py does: neither end holds all of it.
            Thread feeder = new Thread(() -> feed(wire, bytes));
            feeder.start();

            assertThat(answer(wire)).isEqualTo("0");
            feeder.join();
            assertThat(out.toByteArray()).isEqualTo(bytes);
            assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("echoed");
        }
    }

    @Test
    void aCommandThatReadsNothingEndsAllTheSame() throws IOException {
        try (SocketChannel channel = connect()) {
            Wire wire = ask(channel, "fail");
            for (int i = 0; i < 100; i++) {
                wire.send('I', new byte[PART]);
            }
            wire.send('E', new byte[0]);

            assertThat(answer(wire)).isEqualTo("7");
        }
    }

    @Test
    void commandsRunBesideEachOther() throws Exception {
        try (SocketChannel first = connect();
                SocketChannel second = connect()) {
            Wire waiting = ask(first, "wait");
            waiting.send('E', new byte[0]);
            assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            Wire other = ask(second, "fail");
            assertThat(answer(other)).isEqualTo("7");

            mayEnd.countDown();
            assertThat(answer(waiting)).isEqualTo("0");
        }
    }

    @Test
    void whoGoesBeforeTheEndEndsTheCommand() throws Exception {
        try (SocketChannel channel = connect()) {
            ask(channel, "wait");
            assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(cancelled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(relay.trouble()).isEmpty();
    }

    @Test
    void closingEndsAllCommands() throws Exception {
        try (SocketChannel channel = connect()) {
            ask(channel, "wait");
            assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            relay.close();

            assertThat(cancelled.getCount()).isZero();
        }
    }

    @Test
    void anEngineThatHasGoneIsKeptForTheStep() throws IOException {
        try (SocketChannel channel = connect()) {
            Wire wire = ask(channel, "lose");

            assertThat(answer(wire)).contains("the engine has gone");
            assertThat(relay.trouble()).containsInstanceOf(EngineException.class);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(own.path().resolve("s")));
    }

    private static Wire ask(SocketChannel channel, String command) throws IOException {
        Wire wire = new Wire(channel);
        wire.send('C', command.getBytes(StandardCharsets.UTF_8));
        return wire;
    }

    private static void feed(Wire wire, byte[] bytes) {
        try {
            for (int start = 0; start < bytes.length; start += PART) {
                wire.send('I', Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + PART)));
            }
            wire.send('E', new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer(Wire wire) throws IOException {
        while (true) {
            Wire.Frame frame = wire.receive();
            switch (frame.kind()) {
                case 'O' -> out.writeBytes(frame.content());
                case 'R' -> err.writeBytes(frame.content());
                default -> {
                    return new String(frame.content(), StandardCharsets.UTF_8);
                }
            }
        }
    }

    /** An instance that knows four commands. */
    private final class Commands implements Communicator {

        @Override
        public CommandResult run(Command command, OutputSink output) throws InterruptedException {
            assertThat(command.argv()).startsWith("/bin/sh", "-c").hasSize(3);
            return switch (command.argv().get(2)) {
                case "echo" -> echo(command.stdin().orElseThrow().get(), output);
                case "wait" -> await();
                case "lose" -> throw new EngineException(Problem.of("T-1", "the engine has gone"));
                default -> new CommandResult(7);
            };
        }

        private CommandResult echo(InputStream stdin, OutputSink output) {
            try (stdin) {
                byte[] chunk = new byte[1000];
                for (int length = stdin.read(chunk); length >= 0; length = stdin.read(chunk)) {
                    output.write(OutputSink.Channel.STDOUT, Arrays.copyOf(chunk, length));
                }
                output.write(OutputSink.Channel.STDERR, "echoed".getBytes(StandardCharsets.UTF_8));
                return new CommandResult(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private CommandResult await() throws InterruptedException {
            begun.countDown();
            try {
                mayEnd.await();
                return new CommandResult(0);
            } catch (InterruptedException e) {
                cancelled.countDown();
                throw e;
            }
        }

        @Override
        public void put(String directory, InputStream tar) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<InputStream> get(String path) {
            throw new UnsupportedOperationException();
        }
    }
}
