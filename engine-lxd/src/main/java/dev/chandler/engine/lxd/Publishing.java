package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a daemon is at with images. Thread-safe.
 *
 * <p>The operation that packs an image says neither of what, nor for whom: so each counts as one of ours.
 */
final class Publishing {

    /** Packing takes about a second for each GB. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final long LONGEST_PAUSE_MILLIS = 200;

    /** What LXD calls it, though it packs one. */
    private static final String PACKING = "Downloading image";

    private Publishing() {}

    /** Whether an image is made just now, of a state that is not to go meanwhile. */
    static boolean goesOn(LxdHttp http) throws InterruptedException {
        JsonObject operations = http.get(http.at("operations").addQueryParameter("recursion", "1"))
                .object();
        for (JsonElement operation : Json.list(operations.get("running"))) {
            if (operation instanceof JsonObject known
                    && Json.text(known, "description").equals(PACKING)) {
                return true;
            }
        }
        return false;
    }

    /** Waits until nothing is at it, but not for ever: what a client that is gone has asked for is not there before. */
    static void awaitEnd(LxdHttp http) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (long pause = 5;
                goesOn(http) && System.nanoTime() < end;
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }
}
