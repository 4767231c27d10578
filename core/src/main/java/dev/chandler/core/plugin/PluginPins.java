package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
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

    /**
     * Refuses a plugin that must not be used; reads its file.
     *
     * @param zips told of a zip that has become another, whose jars would be those of what it was
     * @throws PluginException if it is not what is pinned
     */
    void require(PluginEntry entry, UnpackedZips zips) {
        Optional<LockedPlugin> pinned = lock.plugin(entry.headers().id());
        if (pinned.isEmpty()) {
            if (locked) {
                throw new PluginException(Refusals.notLocked(entry));
            }
            return;
        }
        // By the folder that names it: what lies there may be a link to anywhere.
        boolean own = entry.source().equals(Place.PROJECT.word());
        if (!own && !locked) {
            return;
        }
        try {
            Digest found = JarReader.digest(entry.file());
            if (!found.equals(pinned.get().digest())) {
                throw new PluginException(Refusals.notAsLocked(entry, pinned.get(), found));
            }
            if (entry.facts().digest().filter(known -> !known.equals(found)).isPresent()) {
                throw zips.changed(entry);
            }
        } catch (IOException e) {
            throw new PluginException(Refusals.unreadable(entry.file(), e), e);
        }
    }
}
