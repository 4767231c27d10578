package dev.chandler.core.plan;

import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Test;
import java.util.List;

/**
 * A test with its key.
 *
 * @param test the test
 * @param preimage what its verdict depends on, all tasks included
 * @param parts the preimages that it names by their keys, but for the last task's: those of the actions
 * @param keep whether a green verdict may be kept
 * @param status whether there is one
 * @param reason why it has to run, in the user's words; empty for a hit
 */
public record TestPlan(
        Test test, Preimage preimage, List<Preimage> parts, boolean keep, Status status, String reason) {}
