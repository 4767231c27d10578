package dev.chandler.core.plan;

import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Test;

/**
 * A test with its key.
 *
 * @param test the test
 * @param node what its key is made of
 * @param keyed its key; where a step has to run first so that it can be known, one that nothing is found under
 * @param keep whether a green verdict may be kept
 * @param status whether there is one
 * @param reason why it has to run, in the user's words; empty for a hit
 * @param unfound whether it has to run because there is nothing under its key, or under one before it
 */
public record TestPlan(
        Test test, NodeKey node, Keyed keyed, boolean keep, Status status, String reason, boolean unfound) {

    /**
     * What its verdict depends on.
     *
     * @return its key's preimage, all tasks included
     */
    public Preimage preimage() {
        return keyed.preimage();
    }

    /**
     * Whether a green verdict may be kept under its key, and found again.
     *
     * @return false also while the key is not known
     */
    public boolean findable() {
        return keep && keyed.known();
    }

    /** The same on another state. */
    TestPlan on(Preimage state, boolean known, Observer observer) throws InterruptedException {
        return new TestPlan(test, node, node.on(state, known, observer), keep, status, reason, unfound);
    }
}
