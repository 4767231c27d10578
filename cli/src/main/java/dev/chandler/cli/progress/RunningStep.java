package dev.chandler.cli.progress;

import java.time.Duration;
import java.time.Instant;

/**
 * A step that runs.
 *
 * @param id its id
 * @param title the step in one line
 * @param begun when it began
 * @param output what it has written
 */
record RunningStep(String id, String title, Instant begun, OutputTail output) {

    /** How long it has run, in whole seconds: nothing else in a line changes more often. */
    String clock(Instant now) {
        return LiveRun.clock(Duration.between(begun, now));
    }
}
