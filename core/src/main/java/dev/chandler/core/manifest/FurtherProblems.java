package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import java.util.List;

/** Finds what is wrong with the steps of a manifest beyond what the manifest itself can know. */
@FunctionalInterface
public interface FurtherProblems {

    /**
     * Looks at a manifest.
     *
     * @param manifest a manifest, also one of which not everything could be read
     * @return the problems, none where all is well
     * @throws InterruptedException if cancelled
     */
    List<Problem> of(Manifest manifest) throws InterruptedException;
}
