package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.graph.Action;
import dev.chandler.core.observe.Observations;
import java.util.Optional;

/** Says what actions read from outside, as far as that is known. */
@FunctionalInterface
interface Observer {

    /** Knows nothing. */
    Observer NONE = (action, step) -> Optional.empty();

    /**
     * Says it of one action.
     *
     * @param step the action's key without it
     */
    Optional<Observations> observed(Action action, Digest step) throws InterruptedException;
}
