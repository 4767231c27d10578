package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import java.util.List;

/** A step as the manifest has it: an action, or several branches of actions that run beside each other. */
public sealed interface StepSpec permits ActionSpec, StepSpec.Parallel {

    /**
     * What the step is called in output, {@code --until} and problems.
     *
     * @return its {@code name:}, or its place: {@code install[2]}
     */
    String id();

    /**
     * Where the step was written.
     *
     * @return the place of its first character
     */
    Location location();

    /**
     * Branches that run beside each other on one file system, and are one unit for the cache.
     *
     * @param id the block's id
     * @param branches at least one branch of at least one action
     * @param location where the block was written
     */
    record Parallel(String id, List<List<ActionSpec>> branches, Location location) implements StepSpec {}
}
