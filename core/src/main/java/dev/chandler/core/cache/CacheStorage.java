package dev.chandler.core.cache;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps small texts by key on the client: preimages, verdicts, what steps register and what they read from outside, notes; checkpoints are the engine's.
 *
 * <p>Thread-safe, also between processes. An entry is there whole or not at all. Losing all of it costs time, never
 * correctness.
 */
public interface CacheStorage {

    /** What an entry is. */
    enum Kind {
        /** What a key stands for. */
        PREIMAGE,
        /** That the test with this key was green. */
        VERDICT,
        /** What steps have registered on the way to the checkpoint with this key. */
        OUTPUT,
        /** What the step with this key has last read from outside. */
        OBSERVATION,
        /** Whether the base with this digest has a shell. */
        SHELL,
        /** Which image a state was published as. */
        IMAGE,
        /** The digest of what is at a place in an image. */
        CONTENT,
        /** What a provisioner has noted for the next build. */
        NOTE,
        /** How long a step, or keeping a state, has taken on an endpoint. */
        TIME,
        /** What the last builds of a manifest have left, so that it can be said what has changed since. */
        RUN,
        /** What was in a small file that a step has taken, by its digest. */
        TEXT,
        /** Which states the builds of a manifest have used, and when. */
        USE
    }

    /**
     * Finds an entry.
     *
     * @param kind what it is
     * @param key its key
     * @return its text
     * @throws CacheException if it may be there but cannot be read; whoever asks does without it then, and says so
     */
    Optional<String> find(Kind kind, Digest key);

    /**
     * Finds all entries of a kind.
     *
     * @param kind what they are
     * @return their texts, in no order
     * @throws CacheException if they may be there but cannot be read
     */
    List<String> all(Kind kind);

    /**
     * Keeps an entry; one that is there already is replaced.
     *
     * @param kind what it is
     * @param key its key
     * @param text its text
     */
    void store(Kind kind, Digest key, String text);

    /**
     * Removes the oldest entries of a kind.
     *
     * @param kind what they are
     * @param most how many stay
     */
    void keepNewest(Kind kind, int most);

    /** Removes all entries. */
    void clear();
}
