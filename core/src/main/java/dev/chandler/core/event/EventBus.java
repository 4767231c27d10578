package dev.chandler.core.event;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.event.RunListener;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listener what happens, one event at a time.
 *
 * <p>Thread-safe. A listener that throws is removed and the run goes on; the others are told.
 */
public final class EventBus {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final List<RunListener> listeners;

    /**
     * Makes a bus.
     *
     * @param listeners who is told, in this order
     */
    public EventBus(List<RunListener> listeners) {
        this.listeners = new ArrayList<>(listeners);
    }

    /**
     * Tells all listeners.
     *
     * @param event what happened
     */
    public synchronized void publish(RunEvent event) {
        listeners.removeIf(listener -> !told(listener, event));
    }

    private static boolean told(RunListener listener, RunEvent event) {
        try {
            listener.on(event);
            return true;
        } catch (RuntimeException | Error e) {
            LOG.warn("listener {} threw and is told nothing more", listener.getClass(), e);
            return false;
        }
    }
}
