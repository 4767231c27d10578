package dev.chandler.core.plan;

import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Task;

/**
 * A task with its key.
 *
 * @param task the task
 * @param node what its key is made of
 * @param keyed its key; where a step has to run first so that it can be known, one that nothing is found under
 * @param keep whether its result may be kept; false from the first {@code cache: false} on
 * @param status whether its result is there
 * @param reason why it has to run, in the user's words; empty for a hit
 * @param unfound whether it has to run because there is nothing under its key, or under one before it
 */
public record TaskPlan(
        Task task, NodeKey node, Keyed keyed, boolean keep, Status status, String reason, boolean unfound) {

    /**
     * What its result depends on.
     *
     * @return its key's preimage, all before it included
     */
    public Preimage preimage() {
        return keyed.preimage();
    }

    /**
     * Whether its result may be kept under its key, and found again.
     *
     * @return false also while the key is not known
     */
    public boolean findable() {
        return keep && keyed.known();
    }

    /** The same on another state. */
    TaskPlan on(Preimage state, boolean known, Observer observer) throws InterruptedException {
        return new TaskPlan(task, node, node.on(state, known, observer), keep, status, reason, unfound);
    }
}
