package dev.chandler.core.cache;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import dev.chandler.api.problem.CacheException;
import java.util.Optional;

/**
 * Notes in the client's cache.
 *
 * @param storage where they are kept
 * @param owner whose they are: a provisioner's id; nobody finds those of another
 */
public record ClientNotes(CacheStorage storage, String owner) implements Notes {

    /** Of one checkout after the other, each in a folder of its own, notes are never asked for again. */
    private static final int MOST = 200;

    @Override
    public Optional<String> find(String name) {
        try {
            return storage.find(CacheStorage.Kind.NOTE, key(name));
        } catch (CacheException e) {
            // What cannot be read is found out again.
            return Optional.empty();
        }
    }

    @Override
    public void keep(String name, String text) {
        try {
            storage.store(CacheStorage.Kind.NOTE, key(name), text);
            storage.keepNewest(CacheStorage.Kind.NOTE, MOST);
        } catch (CacheException e) {
            // It is found out again the next time; that nothing can be kept is said where a build's results are.
            return;
        }
    }

    private Digest key(String name) {
        return Digest.of(owner + "\n" + name);
    }
}
