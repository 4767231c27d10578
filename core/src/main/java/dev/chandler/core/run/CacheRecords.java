package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.event.EventBus;

/** Writes preimages and verdicts; where that cannot be done, the build loses time later, not its result. */
final class CacheRecords {

    private final CacheStorage storage;
    private final EventBus events;

    CacheRecords(CacheStorage storage, EventBus events) {
        this.storage = storage;
        this.events = events;
    }

    void preimage(Preimage preimage) {
        store(CacheStorage.Kind.PREIMAGE, preimage.key(), preimage.text());
    }

    /** Keeps that a test was green on a state. */
    void verdict(Preimage test, String state) {
        store(CacheStorage.Kind.VERDICT, test.key(), state);
    }

    private void store(CacheStorage.Kind kind, Digest key, String text) {
        try {
            storage.store(kind, key, text);
        } catch (CacheException e) {
            events.publish(new RunEvent.Notice(e.problems().get(0).toString()));
        }
    }
}
