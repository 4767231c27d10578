package dev.chandler.core.run;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.core.event.EventBus;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets instances of failed steps stay where that was asked for, and remembers that there are some. Thread-safe. */
final class KeptInstances {

    private final boolean asked;
    private final EventBus events;
    private final AtomicBoolean any = new AtomicBoolean();

    KeptInstances(boolean asked, EventBus events) {
        this.asked = asked;
        this.events = events;
    }

    void keepIfAsked(BuildInstance instance) {
        if (!asked) {
            return;
        }
        try {
            instance.keep().ifPresent(this::told);
        } catch (EngineException | PluginException e) {
            events.publish(new RunEvent.Notice(
                    "the instance could not be kept: " + e.problems().get(0).what()));
        }
    }

    private void told(String name) {
        any.set(true);
        events.publish(new RunEvent.Notice(
                "instance " + name + " was kept as the failed step left it; \"chandler reap\" removes it"));
    }

    boolean any() {
        return any.get();
    }
}
