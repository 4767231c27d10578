package dev.chandler.core.plan;

import java.time.Duration;
import java.util.Locale;

/** Durations in the words that manifests and people use. */
public final class Durations {

    private Durations() {}

    /**
     * Says how long.
     *
     * @param duration at least zero
     * @return {@code 83 ms}, {@code 4.2 s} or {@code 3 min 5 s}
     */
    public static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
