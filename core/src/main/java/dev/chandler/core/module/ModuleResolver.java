package dev.chandler.core.module;

import dev.chandler.api.problem.ManifestException;
import java.util.List;

/** Chooses a version of each module that is wanted, and of all that these require. */
public interface ModuleResolver {

    /**
     * Chooses, and brings what was chosen to this machine.
     *
     * @param uses all that a manifest uses, in its order; the same may be there twice
     * @return the folders of all of them, and of all that they require
     * @throws ManifestException with all that is wrong: what nobody has, what cannot be together
     * @throws dev.chandler.api.problem.EngineException if a source of modules cannot be asked
     * @throws InterruptedException if cancelled
     */
    ResolvedModules resolve(List<ModuleUse> uses) throws InterruptedException;
}
