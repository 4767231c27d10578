package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;

/** Which step an event is of. */
final class StepIds {

    private StepIds() {}

    /** The step's id; empty for events of the whole run. */
    static String of(RunEvent event) {
        if (event instanceof RunEvent.StepHit e) {
            return e.step();
        }
        if (event instanceof RunEvent.StepStarted e) {
            return e.step();
        }
        if (event instanceof RunEvent.StepOutput e) {
            return e.step();
        }
        if (event instanceof RunEvent.StepRetried e) {
            return e.step();
        }
        if (event instanceof RunEvent.StepSucceeded e) {
            return e.step();
        }
        if (event instanceof RunEvent.StepFailed e) {
            return e.step();
        }
        if (event instanceof RunEvent.StepCancelled e) {
            return e.step();
        }
        return "";
    }
}
