package dev.chandler.core.why;

import dev.chandler.core.change.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a step or a test runs.
 *
 * @param words in one line
 * @param changes what of its own has changed since an earlier build
 * @param before what has changed before it, the first of all; empty where nothing has
 * @param since when the earlier build ended; empty where none was looked at
 */
record Explanation(String words, List<Altered> changes, Optional<Before> before, Optional<Instant> since) {

    /**
     * What has changed before a step.
     *
     * @param id the step that it was; empty for the base
     * @param words why it runs, as it is said of itself
     * @param changes what of its own has changed
     */
    record Before(String id, String words, List<Altered> changes) {}

    /** Nothing is known but what the plan says. */
    static Explanation planned(String words) {
        return new Explanation(words, List.of(), Optional.empty(), Optional.empty());
    }

    static List<Change> of(List<Altered> altered) {
        return altered.stream().map(Altered::change).toList();
    }
}
