package dev.chandler.core.module;

/** Which module each use means. */
public interface ResolvedModules {

    /**
     * The module that is meant.
     *
     * @param use one of those that were resolved, or a {@linkplain ModuleDescription#requires() requirement} of a module
     *     that was chosen; its place does not matter
     * @return the module's folder
     * @throws IllegalArgumentException if it was not resolved
     */
    ModuleFolder of(ModuleUse use);
}
