package dev.chandler.core.observe;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import java.util.Map;
import java.util.Optional;

/** Keeps what steps have last read from outside, by the keys that they have without it. Thread-safe. */
public final class ObservationRecords {

    private final CacheStorage storage;
    private final Seal seal;

    /**
     * Makes them.
     *
     * @param storage where they are
     * @param seal makes the digests in them
     */
    public ObservationRecords(CacheStorage storage, Seal seal) {
        this.storage = storage;
        this.seal = seal;
    }

    /**
     * Finds what a step has last read.
     *
     * @param step the step's key without it
     * @return it; empty if nothing is known, also because the record is damaged
     * @throws CacheException if there may be a record and it cannot be read
     */
    public Optional<Observations> find(Digest step) {
        return storage.find(CacheStorage.Kind.OBSERVATION, step).flatMap(Observations::read);
    }

    /**
     * Keeps what a step has read.
     *
     * @param step the step's key without it
     * @param observations what it was
     * @throws CacheException if it cannot be written
     */
    public void store(Digest step, Observations observations) {
        storage.store(CacheStorage.Kind.OBSERVATION, step, observations.text());
    }

    /**
     * Seals answers.
     *
     * @param answers by name, in order
     * @return the same, with sealed digests
     * @throws CacheException if the user's key cannot be had
     */
    public Observations seal(Map<String, Digest> answers) {
        return seal.seal(answers);
    }
}
