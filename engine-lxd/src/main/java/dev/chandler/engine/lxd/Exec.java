package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.lib.unixhttp.WebSocketConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs in an instance: an operation with three WebSockets, its standard streams. Closing it
 * cuts them, which ends its input, and does not end the command.
 *
 * <p>Source: LXD 5.0, {@code doc/instance-exec.md}; {@code doc/rest-api.yaml}, {@code /1.0/instances/{name}/exec}.
 */
final class Exec implements AutoCloseable {

    /** How long the rest of a command's output may take once it has ended. */
    private static final Duration OUTPUT = Duration.ofSeconds(60);

    /** Longer than any command: what ends one is the client, not the clock. */
    private static final Duration NO_LIMIT = Duration.ofDays(3650);

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

    private Exec(LxdHttp http, Operations operations, String operation) {
        this.http = http;
        this.operations = operations;
        this.operation = operation;
    }

    /**
     * Starts a command.
     *
     * @param sink gets its output, on threads of this class
     * @throws dev.chandler.api.problem.EngineException if the instance is gone, or does not run
     */
    static Exec start(LxdHttp http, String instance, Plan plan, OutputSink sink) throws InterruptedException {
        LxdAnswer answer = http.send("POST", http.at("instances", instance, "exec"), body(plan));
        if (!answer.ok()) {
            throw answer.missing() || answer.words().contains("not running")
                    ? LxdProblems.instanceGone(instance, answer.words())
                    : LxdProblems.refused("cannot run a command in instance " + instance, answer.words());
        }
        Exec exec = new Exec(http, new Operations(http), Operations.path(answer));
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
        Thread reader = new Thread(
                () -> {
                    try (from) {
                        read(from, channel, sink);
                    } catch (IOException | IllegalStateException e) {
                        // The connection is cut; whoever waits for the operation learns why.
                    } finally {
                        outputs.countDown();
                    }
                },
                "chandler-lxd-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** An empty text message is the end, and so is a close. */
    private static void read(WebSocketConnection from, Channel channel, OutputSink sink) throws IOException {
        for (WebSocketConnection.Message message = from.read();
                message != null && !(message.text() && message.bytes().length == 0);
                message = from.read()) {
            if (message.bytes().length > 0) {
                sink.write(channel, message.bytes());
            }
        }
    }

    /** Sends to standard input. */
    void send(byte[] bytes) throws IOException {
        sockets.get(0).send(bytes);
    }

    /** Ends standard input. */
    void endInput() throws IOException {
        sockets.get(0).send("");
    }

    /** Waits until the command has ended, all its output with it. */
    Operations.Outcome await() throws InterruptedException {
        Operations.Outcome outcome = operations.end("cannot run a command", operation, NO_LIMIT);
        if (!outputs.await(OUTPUT.toSeconds(), TimeUnit.SECONDS)) {
            throw LxdProblems.late("cannot get the rest of a command's output", OUTPUT);
        }
        return outcome;
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
