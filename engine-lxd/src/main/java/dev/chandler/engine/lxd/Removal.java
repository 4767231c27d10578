package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Removes instances, whatever state they are in. Thread-safe. */
final class Removal {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How long an instance whose first process was told to end may take, before it is stopped by force. */
    private static final Duration BY_ITSELF = Duration.ofSeconds(10);

    private static final long LONGEST_PAUSE_MILLIS = 20;

    private final LxdHttp http;
    private final Operations operations;

    Removal(LxdHttp http, Operations operations) {
        this.http = http;
        this.operations = operations;
    }

    /** Removes an instance; one that is not there is no error. */
    void remove(String name) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (long pause = 1; System.nanoTime() < end; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            if (removed(name)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        throw LxdProblems.late("cannot remove instance " + name, LIMIT);
    }

    /** Waits until an instance that ends by itself is gone, and sees to it if it does not. */
    void await(String name) throws InterruptedException {
        long end = System.nanoTime() + BY_ITSELF.toNanos();
        for (long pause = 1; System.nanoTime() < end; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            if (http.get(http.at("instances", name)).missing()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        remove(name);
    }

    /** One step nearer to the end: what is on its way by itself, or by somebody else, is left to go on. */
    private boolean removed(String name) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances", name));
        if (answer.missing()) {
            return true;
        }
        if (!Json.text(answer.object(), "status").equals("Stopped")) {
            stop(name);
            return false;
        }
        LxdAnswer deletion = http.send("DELETE", http.at("instances", name), null);
        if (deletion.missing()) {
            return true;
        }
        // Busy, or started a moment ago: the next look says.
        return deletion.ok()
                && operations.end("cannot remove instance " + name, deletion).ok();
    }

    private void stop(String name) throws InterruptedException {
        JsonObject stop = new JsonObject();
        stop.addProperty("action", "stop");
        stop.addProperty("force", true);
        stop.addProperty("timeout", (int) BY_ITSELF.toSeconds());
        LxdAnswer answer = http.send("PUT", http.at("instances", name, "state"), stop);
        if (answer.ok()) {
            operations.end("cannot stop instance " + name, answer);
        }
    }
}
