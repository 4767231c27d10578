package dev.chandler.core.run;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.core.event.EventBus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says that a step begins, and in every case how it ended. Thread-safe. */
final class StepReport {

    private final EventBus events;
    private final Clock clock;

    StepReport(EventBus events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Does a step's work between its two events. */
    void step(String id, String title, Interruptible work) throws InterruptedException {
        events.publish(new RunEvent.StepStarted(id, title));
        Instant start = clock.instant();
        try {
            work.run();
        } catch (ChandlerException e) {
            events.publish(
                    new RunEvent.StepFailed(id, since(start), e.problems().get(0)));
            throw e;
        } catch (InterruptedException e) {
            events.publish(new RunEvent.StepCancelled(id, since(start)));
            throw e;
        } catch (RuntimeException | Error e) {
            events.publish(new RunEvent.StepFailed(id, since(start), Bugs.problem(e)));
            throw e;
        }
        events.publish(new RunEvent.StepSucceeded(id, since(start)));
    }

    /** How long ago that was. */
    Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }

    Instant now() {
        return clock.instant();
    }
}
