package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.trust.Place;
import java.io.IOException;
import java.util.Optional;

/**
 * Which files a project's plugins have to be.
 *
 * <p>A plugin is held against it when it is about to be used, and not before: one that is not used is not read.
 */
public final class PluginPins {

    private final Lockfile lock;
    private final boolean locked;

    private PluginPins(Lockfile lock, boolean locked) {
        this.lock = lock;
        this.locked = locked;
    }

    /**
     * Pins nothing.
     *
     * @return pins that let every plugin pass
     */
    public static PluginPins none() {
        return new PluginPins(Lockfile.empty(), false);
    }

    /**
     * Pins what a project's lock says.
     *
     * @param lock the lock; plugins in the project's own folder have to be what it says, where it has them
     * @param locked whether plugins of all folders have to be in the lock
     * @return the pins
     */
    public static PluginPins of(Lockfile lock, boolean locked) {
        return new PluginPins(lock, locked);
    }

    /** Why a plugin must not be used; reads its file. */
    Optional<Problem> refusal(PluginEntry entry) {
        Optional<LockedPlugin> pinned = lock.plugin(entry.headers().id());
        if (pinned.isEmpty()) {
            return locked ? Optional.of(Refusals.notLocked(entry)) : Optional.empty();
        }
        // By the folder that names it: what lies there may be a link to anywhere.
        boolean own = entry.source().equals(Place.PROJECT.word());
        if (!own && !locked) {
            return Optional.empty();
        }
        try {
            Digest found = JarReader.digest(entry.file());
            return found.equals(pinned.get().digest())
                    ? Optional.empty()
                    : Optional.of(Refusals.notAsLocked(entry, pinned.get(), found));
        } catch (IOException e) {
            return Optional.of(Refusals.unreadable(entry.file(), e));
        }
    }
}
