package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.core.cache.CacheStorage;
import java.util.Optional;

/** What is known of earlier builds, as text that goes from one machine to another. */
public final class KnownRuns {

    private KnownRuns() {}

    /**
     * Finds what is known of the builds of a manifest.
     *
     * @param cache where it is
     * @param manifest the manifest's name
     * @param engine where it was built
     * @return a text; empty where nothing is known
     */
    public static Optional<String> find(CacheStorage cache, String manifest, Engine engine) {
        return cache.find(CacheStorage.Kind.RUN, RunRecords.ofName(manifest, engine));
    }

    /**
     * Has builds from now on compared with others, where there were none here.
     *
     * @param cache where it is kept
     * @param manifest the manifest's name
     * @param engine where its states are now
     * @param text what {@link #find} has found elsewhere; anything else is never read
     */
    public static void keep(CacheStorage cache, String manifest, Engine engine, String text) {
        Digest key = RunRecords.ofName(manifest, engine);
        if (cache.find(CacheStorage.Kind.RUN, key).isEmpty()) {
            cache.store(CacheStorage.Kind.RUN, key, text);
        }
    }
}
