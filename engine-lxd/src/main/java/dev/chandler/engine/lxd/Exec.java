package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.lib.unixhttp.WebSocketConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command that runs in an instance: an operation with three WebSockets, its standard streams. Closing it
 * cuts them, which ends its input, and does not end the command.
 *
 * <p>Source: LXD 5.0, {@code doc/instance-exec.md}; {@code doc/rest-api.yaml}, {@code /1.0/instances/{name}/exec}.
 */
final class Exec implements AutoCloseable {

    /** How long what a command has left behind may go on writing: as long as Docker lets it. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(2);

    /** How long what the daemon knows or has of a command that has ended may take to come. */
    private static final Duration REST = Duration.ofSeconds(60);

    /**
     * A command as the daemon gets it.
     *
     * @param argv program and arguments
     * @param env its environment, besides what the daemon adds
     * @param uid the user
     * @param gid the group
     */
    record Plan(List<String> argv, Map<String, String> env, long uid, long gid) {}

    private final LxdHttp http;
    private final Operations operations;
    private final String operation;
    private final List<WebSocketConnection> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch outputs = new CountDownLatch(2);
    private final EndMark mark;

    private Exec(LxdHttp http, String operation, EndMark mark) {
        this.http = http;
        this.operations = new Operations(http);
        this.operation = operation;
        this.mark = mark;
    }

    /**
     * Starts a command.
     *
     * @param mark is taken out of what it writes
     * @param sink gets its output, on threads of this class, one call at a time
     * @throws dev.chandler.api.problem.EngineException if the instance is gone, or does not run
     */
    static Exec start(LxdHttp http, String instance, Plan plan, EndMark mark, OutputSink sink)
            throws InterruptedException {
        LxdAnswer answer = http.send("POST", http.at("instances", instance, "exec"), body(plan));
        if (!answer.ok()) {
            throw answer.missing() || answer.words().contains("not running")
                    ? LxdProblems.instanceGone(instance, answer.words())
                    : LxdProblems.refused("cannot run a command in instance " + instance, answer.words());
        }
        Exec exec = new Exec(http, Operations.path(answer), mark);
        http.own(exec);
        try {
            exec.connect(Json.object(Json.object(answer.object(), "metadata"), "fds"), sink);
            return exec;
        } catch (RuntimeException | InterruptedException e) {
            exec.close();
            throw e;
        }
    }

    private static JsonObject body(Plan plan) {
        JsonObject body = new JsonObject();
        body.add("command", Json.array(plan.argv));
        body.add("environment", Json.of(plan.env));
        body.addProperty("user", plan.uid);
        body.addProperty("group", plan.gid);
        body.addProperty("cwd", "/");
        body.addProperty("interactive", false);
        body.addProperty("wait-for-websocket", true);
        return body;
    }

    /**
     * The command is started when all three are connected. The fourth, for signals and sizes of terminals, is not: when it
     * closes, also because the client is gone, the daemon kills the command, and a lease would have no last word.
     */
    private void connect(JsonObject secrets, OutputSink sink) throws InterruptedException {
        for (String name : List.of("0", "1", "2")) {
            sockets.add(http.webSocket(operation, Json.text(secrets, name)));
        }
        pump(sockets.get(1), Channel.STDOUT, sink);
        pump(sockets.get(2), Channel.STDERR, sink);
    }

    private void pump(WebSocketConnection from, Channel channel, OutputSink sink) {
        EndMark.Stream stream = mark.new Stream();
        Thread reader = new Thread(
                () -> {
                    try (from) {
                        read(from, stream, bytes -> give(channel, bytes, sink));
                    } catch (IOException e) {
                        // The connection is cut; whoever waits for the end learns why.
                    } finally {
                        give(channel, stream.end(), sink);
                        outputs.countDown();
                    }
                },
                "chandler-lxd-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** An empty text message is the end, and so is a close. */
    private static void read(WebSocketConnection from, EndMark.Stream stream, Consumer<byte[]> to) throws IOException {
        for (WebSocketConnection.Message message = from.read();
                message != null && !(message.text() && message.bytes().length == 0);
                message = from.read()) {
            to.accept(stream.without(message.bytes()));
        }
    }

    private synchronized void give(Channel channel, byte[] bytes, OutputSink sink) {
        if (bytes.length > 0) {
            sink.write(channel, bytes);
        }
    }

    /** Sends to standard input. */
    void send(byte[] bytes) throws IOException {
        sockets.get(0).send(bytes);
    }

    /** Ends standard input, unless the command has ended before; where the daemon has gone, whoever waits finds out. */
    void endInput() {
        try {
            sockets.get(0).send("");
        } catch (IOException e) {
            // Nobody reads it any more.
        }
    }

    /**
     * Waits until the command has ended and all its output has come, for two seconds more where what it has left behind
     * holds that open.
     *
     * @return its status, as its shell has said it; empty where that was killed, or never started
     */
    OptionalInt await() throws InterruptedException {
        // A daemon that has nothing to say is asked whether it is there.
        while (!mark.await(http.silence().operation())) {
            if (hasEnded() && !mark.await(REST)) {
                throw LxdProblems.late("cannot get the rest of a command's output", REST);
            }
        }
        awaitOutput(LEFT_BEHIND.toMillis());
        return mark.status();
    }

    /** How the daemon says that it has ended; for one that no process holds on to. */
    Operations.Outcome outcome() throws InterruptedException {
        return operations.end("cannot run a command", operation, REST);
    }

    /** Waits for the rest of its output, but not for ever. */
    void awaitOutput(long millis) throws InterruptedException {
        outputs.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether its output has ended, as it does when it has. */
    boolean isOver() {
        return outputs.getCount() == 0;
    }

    /** Whether the command has ended by now. */
    boolean hasEnded() throws InterruptedException {
        LxdAnswer answer = http.get(http.named(operation));
        return answer.missing() || (answer.ok() && new Operations.Outcome(answer.object()).over());
    }

    @Override
    public void close() {
        http.disown(this);
        sockets.forEach(WebSocketConnection::close);
    }
}
