package dev.chandler.core.run;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.core.event.EventBus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Says that an instance was started, or could not be removed, and remembers both. Thread-safe. */
final class InstanceReport {

    private final EventBus events;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicBoolean anyLeft = new AtomicBoolean();

    InstanceReport(EventBus events) {
        this.events = events;
    }

    void started(String name, String from, Duration took) {
        started.incrementAndGet();
        events.publish(new RunEvent.InstanceStarted(name, from, took));
    }

    void notRemoved(String name, ChandlerException e) {
        anyLeft.set(true);
        events.publish(new RunEvent.Notice("instance " + name + " could not be removed, which is tried once more: "
                + e.problems().get(0).what()));
    }

    /** How many were started. */
    int count() {
        return started.get();
    }

    /** Whether one could not be removed when it was closed. */
    boolean anyLeft() {
        return anyLeft.get();
    }
}
