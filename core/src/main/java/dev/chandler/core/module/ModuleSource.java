package dev.chandler.core.module;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.lock.LockedModule;
import java.util.List;
import java.util.Optional;

/**
 * A place that has versions of one module: a folder, a repository in a registry, a git repository, an archive.
 *
 * <p>Making one asks nobody. Every method that says so may ask the network, and throws {@link EngineException} where
 * that cannot be reached or does not answer as it should, and {@link ManifestException} where what it has is no module.
 * Used by one thread.
 */
public interface ModuleSource {

    /**
     * What tells it from other places, and what messages call it; asks nobody.
     *
     * @return without a version, such as {@code 127.0.0.1:5000/teams/web/nginx}; the same text means the same place
     */
    String place();

    /**
     * Whether it is a folder whose files are used where they are; asks nobody.
     *
     * @return true for the project's own files, which no lock pins; it has one version
     */
    boolean inPlace();

    /**
     * Whether what a lock recorded came from this place; asks nobody.
     *
     * @param locked the entry of a lock
     * @return true where {@link #fetch} would get it with that entry
     */
    boolean has(LockedModule locked);

    /**
     * Which versions there are; asks the network.
     *
     * @return semantic versions in any order; empty where the place cannot tell and has to be asked for each, as a URL
     *     with {@code {version}} in it
     * @throws InterruptedException if cancelled
     */
    Optional<List<String>> versions() throws InterruptedException;

    /**
     * What a version says of itself; asks the network, and fetches no content where the place has the description apart.
     *
     * @param version one of those that there are
     * @return the description; its {@code body} and {@code parameters} may be missing
     * @throws InterruptedException if cancelled
     */
    ModuleDescription description(String version) throws InterruptedException;

    /**
     * Brings a version to this machine; asks the network where the cache does not have it.
     *
     * @param version one of those that there are
     * @param pinned what a lock says of it; its content is taken from the cache by its digest without asking anybody, or
     *     asked for by what was recorded. What comes may have another digest: the caller refuses it
     * @return the module, whole
     * @throws InterruptedException if cancelled
     */
    FetchedModule fetch(String version, Optional<LockedModule> pinned) throws InterruptedException;

    /**
     * How a lock records a version that was fetched from here; asks nobody.
     *
     * @param version a version that {@link #fetch} has brought
     * @return what gives the same content again, wherever the project is: a commit, not a branch; without logins
     */
    String recorded(String version);
}
