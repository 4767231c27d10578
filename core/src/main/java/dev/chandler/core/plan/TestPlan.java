package dev.chandler.core.plan;

import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Test;

/**
 * A test with its key.
 *
 * @param test the test
 * @param preimage what its verdict depends on, all tasks included
 * @param keep whether a green verdict may be kept
 * @param status whether there is one
 * @param reason why it has to run, in the user's words; empty for a hit
 */
public record TestPlan(Test test, Preimage preimage, boolean keep, Status status, String reason) {}
