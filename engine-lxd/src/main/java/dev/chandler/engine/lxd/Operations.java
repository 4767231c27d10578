package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.engine.Shield;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon does in the background, waited for. Thread-safe.
 *
 * <p>Source: LXD 5.0, {@code doc/rest-api.yaml}, {@code /1.0/operations/{id}/wait}.
 */
final class Operations {

    /** Longer than the largest image takes. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final int SUCCESS = 200;
    private static final int CANCELLED = 401;

    /** What Go says of work whose context has been cancelled. */
    private static final String NOTICED = "context canceled";

    /**
     * How an operation ended.
     *
     * @param operation what the daemon says of it
     */
    record Outcome(JsonObject operation) {

        boolean ok() {
            return code() == SUCCESS;
        }

        boolean over() {
            return code() >= SUCCESS;
        }

        /** What the daemon did may notice before the daemon itself that it was cancelled, and fail of it. */
        boolean cancelled() {
            return code() == CANCELLED || Json.text(operation, "err").endsWith(NOTICED);
        }

        private int code() {
            return operation.has("status_code") ? operation.get("status_code").getAsInt() : 0;
        }

        /** The daemon's own words of an error. */
        String words() {
            if (cancelled()) {
                return "somebody has cancelled the operation";
            }
            String words = Json.text(operation, "err");
            return words.isEmpty() ? Json.text(operation, "status") : words;
        }

        JsonObject metadata() {
            return Json.object(operation, "metadata");
        }
    }

    private final LxdHttp http;

    Operations(LxdHttp http) {
        this.http = http;
    }

    /**
     * Has something done and waits for its end; what is interrupted goes on, unless it can be cancelled.
     *
     * @param what what could not be done, for a problem
     * @return how it ended, well
     */
    Outcome run(String what, String method, HttpUrl.Builder address, @Nullable JsonElement body)
            throws InterruptedException {
        LxdAnswer answer = http.send(method, address, body);
        Outcome outcome = end(what, answer);
        if (!outcome.ok()) {
            throw LxdProblems.refused(what, outcome.words());
        }
        return outcome;
    }

    /** As {@link #run}, of what may not be there: empty then. */
    Optional<Outcome> runIfThere(String what, String method, HttpUrl.Builder address, @Nullable JsonElement body)
            throws InterruptedException {
        LxdAnswer answer = http.send(method, address, body);
        if (answer.missing()) {
            return Optional.empty();
        }
        Outcome outcome = end(what, answer);
        if (!outcome.ok() && outcome.words().contains("not found")) {
            return Optional.empty();
        }
        if (!outcome.ok()) {
            throw LxdProblems.refused(what, outcome.words());
        }
        return Optional.of(outcome);
    }

    /** Waits for the end of what an answer has begun; what is answered at once has ended well. */
    Outcome end(String what, LxdAnswer answer) throws InterruptedException {
        if (!answer.ok()) {
            throw LxdProblems.refused(what, answer.words());
        }
        if (!answer.isAsync()) {
            JsonObject done = new JsonObject();
            done.addProperty("status_code", SUCCESS);
            done.add("metadata", answer.metadata());
            return new Outcome(done);
        }
        return end(what, path(answer), LIMIT);
    }

    static String path(LxdAnswer answer) {
        return Json.text(answer.body(), "operation");
    }

    /**
     * Waits for an operation's end.
     *
     * @param limit after which it is given up
     */
    Outcome end(String what, String operation, Duration limit) throws InterruptedException {
        try {
            long end = System.nanoTime() + limit.toNanos();
            while (System.nanoTime() < end) {
                Optional<Outcome> outcome = waitFor(what, operation, Duration.ofNanos(end - System.nanoTime()));
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
        } catch (InterruptedException e) {
            cancel(operation);
            throw e;
        }
        cancel(operation);
        throw LxdProblems.late(what, limit);
    }

    /** Each wait is a question of its own, so that a daemon that has gone is noticed. */
    private Optional<Outcome> waitFor(String what, String operation, Duration limit) throws InterruptedException {
        LxdAnswer answer = http.end(operation, limit);
        if (answer.isLateError()) {
            // Incus has no other word for what failed, nor for what still goes on.
            answer = http.get(http.named(operation));
        }
        if (!answer.ok()) {
            throw LxdProblems.refused(what, answer.words());
        }
        Outcome outcome = new Outcome(answer.object());
        return outcome.over() ? Optional.of(outcome) : Optional.empty();
    }

    /** Where the daemon can; it refuses for most. */
    private void cancel(String operation) {
        try {
            Shield.always(() -> http.send("DELETE", http.named(operation), null));
        } catch (EngineException e) {
            // It ends by itself; that somebody was interrupted, or waited too long, is what counts.
        }
    }
}
