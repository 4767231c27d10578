package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;

/** All kinds of places that modules are had from. */
public interface ModuleSources {

    /**
     * The place that a reference means; asks nobody.
     *
     * @param reference a {@link ModuleReference.Folder} with an absolute path, or one of the other kinds but
     *     {@link ModuleReference.Named}
     * @param place where it was written, for messages
     * @return the place
     * @throws ManifestException if it is wrong: a folder that is not there
     */
    ModuleSource of(ModuleReference reference, Location place);
}
