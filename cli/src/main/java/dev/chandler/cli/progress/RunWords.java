package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import dev.chandler.core.plan.Durations;
import java.util.Optional;

/** The words for events, the same in every view that people read. */
final class RunWords {

    private RunWords() {}

    /** An event in one line; empty for output and for what only a verbose view shows. */
    static Optional<String> line(RunEvent event, boolean verbose) {
        if (event instanceof RunEvent.RunStarted e) {
            return Optional.of("building " + e.name() + " from " + e.base() + " on " + e.engine() + " (" + e.reason()
                    + ")" + (verbose ? ", build " + e.buildId() : ""));
        }
        if (event instanceof RunEvent.Notice e) {
            return Optional.of("note: " + e.text());
        }
        if (event instanceof RunEvent.InstanceStarted e) {
            return verbose
                    ? Optional.of("instance " + e.instance() + " started from " + e.from() + " in "
                            + Durations.words(e.took()))
                    : Optional.empty();
        }
        if (event instanceof RunEvent.CheckpointTaken e) {
            return verbose
                    ? Optional.of("checkpoint after " + e.step() + " in " + Durations.words(e.took()))
                    : Optional.empty();
        }
        if (event instanceof RunEvent.Progress e) {
            // What grows is for a line that moves; the rest is few lines for each layer.
            return verbose && e.totalBytes() < 0 ? Optional.of(e.what()) : Optional.empty();
        }
        if (event instanceof RunEvent.Published e) {
            String names = e.artifact().references().isEmpty()
                    ? ""
                    : " as " + String.join(", ", e.artifact().references());
            return Optional.of(
                    "image " + e.artifact().id() + names + (e.artifact().created() ? "" : " (unchanged)"));
        }
        if (event instanceof RunEvent.OutputMade e) {
            String digest =
                    e.manifest().map(manifest -> " is " + manifest.digest()).orElse("");
            return Optional.of("output " + e.output() + digest + ", done in " + Durations.words(e.took()));
        }
        if (event instanceof RunEvent.OutputFailed e) {
            return Optional.of("output " + e.output() + " FAILED after " + Durations.words(e.took()) + ": "
                    + e.problem().what());
        }
        if (event instanceof RunEvent.RunEnded e) {
            return Optional.of(ended(e));
        }
        return Optional.empty();
    }

    /** What became of a step, behind its id; empty for other events. */
    static Optional<String> step(RunEvent event) {
        if (event instanceof RunEvent.StepHit e) {
            return Optional.of("cached  " + e.title());
        }
        if (event instanceof RunEvent.StepStarted e) {
            return Optional.of("run  " + e.title());
        }
        if (event instanceof RunEvent.StepRetried e) {
            return Optional.of("try " + e.attempt() + " of " + e.attempts() + " failed: "
                    + e.problem().what());
        }
        if (event instanceof RunEvent.StepSucceeded e) {
            return Optional.of("done in " + Durations.words(e.took()));
        }
        if (event instanceof RunEvent.StepFailed e) {
            return Optional.of("FAILED after " + Durations.words(e.took()));
        }
        if (event instanceof RunEvent.StepCancelled e) {
            return Optional.of("cancelled after " + Durations.words(e.took()));
        }
        return Optional.empty();
    }

    private static String ended(RunEvent.RunEnded e) {
        String instances = switch (e.instancesStarted()) {
            case 0 -> "no instance was started";
            case 1 -> "1 instance was started";
            default -> e.instancesStarted() + " instances were started";
        };
        String outcome = switch (e.outcome()) {
            case SUCCEEDED -> "done";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
        return outcome + " in " + Durations.words(e.took()) + "; " + instances;
    }
}
