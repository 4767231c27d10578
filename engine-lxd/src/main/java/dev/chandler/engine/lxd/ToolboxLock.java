package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.engine.Shield;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The right to fill a toolbox: an instance without anything in it, never started, whose name the daemon gives once.
 *
 * <p>As nothing in it runs, it does not end with its client. So its client writes a number into its configuration again and
 * again, and who sees the same number for long takes it away. That spares work and is no more: if two fill one toolbox
 * all the same, one of the two gets its name. Used by one thread.
 */
final class ToolboxLock implements AutoCloseable {

    private static final Duration BEAT = Duration.ofSeconds(2);

    /** How long a holder may show no sign of life: several beats, for a daemon may be busy. */
    static final Duration GONE = Duration.ofSeconds(20);

    private static final String NUMBER = "user.dev.chandler.beat";

    private final LxdHttp http;
    private final Operations operations;
    private final String name;
    private final Thread beats;

    private ToolboxLock(LxdHttp http, Operations operations, String name) {
        this.http = http;
        this.operations = operations;
        this.name = name;
        this.beats = new Thread(this::beat, "chandler-lxd-toolbox");
        beats.setDaemon(true);
        beats.start();
    }

    static String name(Digest digest) {
        return "chandler-fills-" + Names.shortened(digest);
    }

    /** Takes the lock of a toolbox; empty if somebody has it. */
    static Optional<ToolboxLock> take(
            LxdHttp http, Operations operations, ClientIdentity client, Place place, Digest digest)
            throws InterruptedException {
        String name = name(digest);
        boolean made = Shield.make(() -> made(http, operations, body(client, place, name)), undone -> {
            if (undone.orElse(false)) {
                new Removal(http, operations).remove(name);
            }
        });
        return made ? Optional.of(new ToolboxLock(http, operations, name)) : Optional.empty();
    }

    private static boolean made(LxdHttp http, Operations operations, JsonObject body) throws InterruptedException {
        String what = "cannot make ready for a toolbox";
        LxdAnswer answer = http.send("POST", http.at("instances"), body);
        if (answer.taken()) {
            return false;
        }
        Operations.Outcome outcome = operations.end(what, answer);
        if (!outcome.ok() && !LxdAnswer.isTaken(outcome.words())) {
            throw LxdProblems.refused(what, outcome.words());
        }
        return outcome.ok();
    }

    private static JsonObject body(ClientIdentity client, Place place, String name) {
        JsonObject source = new JsonObject();
        source.addProperty("type", "none");
        JsonObject config = new JsonObject();
        config.addProperty(Labels.VERSION, client.version());
        config.addProperty(Labels.BUILD, client.buildId());
        JsonObject body = new JsonObject();
        body.addProperty("name", name);
        body.add("profiles", new JsonArray());
        body.add("config", config);
        body.add("devices", place.root());
        body.add("source", source);
        return body;
    }

    private void beat() {
        try {
            for (int number = 1; ; number++) {
                TimeUnit.NANOSECONDS.sleep(BEAT.toNanos());
                beat(number);
            }
        } catch (InterruptedException e) {
            // The lock is given back.
        }
    }

    private void beat(int number) throws InterruptedException {
        JsonObject config = new JsonObject();
        config.addProperty(NUMBER, Integer.toString(number));
        JsonObject body = new JsonObject();
        body.add("config", config);
        try {
            operations.end("cannot hold " + name, http.send("PATCH", http.at("instances", name), body));
        } catch (EngineException e) {
            // Who fills the toolbox learns of it, too.
        }
    }

    /** What changes as long as the holder of a lock lives; empty if nobody has it. */
    static String sign(LxdHttp http, Digest digest) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances", name(digest)));
        JsonObject config = Json.object(answer.object(), "config");
        return answer.ok() ? Json.text(config, "volatile.uuid") + " " + Json.text(config, NUMBER) : "";
    }

    /** Gives it back. */
    @Override
    public void close() {
        beats.interrupt();
        Shield.always(() -> {
            beats.join();
            new Removal(http, operations).remove(name);
        });
    }
}
