package dev.chandler.core.plan;

import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Task;
import java.util.List;

/**
 * A task with its key.
 *
 * @param task the task
 * @param preimage what its result depends on, all before it included
 * @param parts the preimages that it names by their keys, but for the task's before: those of a block's steps
 * @param keep whether its result may be kept under its key; false from the first {@code cache: false} on
 * @param status whether its result is there
 * @param reason why it has to run, in the user's words; empty for a hit
 */
public record TaskPlan(
        Task task, Preimage preimage, List<Preimage> parts, boolean keep, Status status, String reason) {}
