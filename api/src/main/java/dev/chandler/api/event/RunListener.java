package dev.chandler.api.event;

import org.apiguardian.api.API;

/**
 * Is told what happens in a run.
 *
 * <p>One call at a time, from any thread. Must be fast; one that throws is removed and the run goes on. It cannot stop or
 * change anything.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface RunListener {

    /**
     * Takes an event.
     *
     * @param event what happened
     */
    void on(RunEvent event);
}
