package dev.chandler.core.transfer;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.observe.Seal;
import java.util.Map;

/** Tells one user's key from another's, and says nothing else of it. */
final class SealMark {

    private static final Digest MARK = Digest.of("chandler.seal.v1");

    private SealMark() {}

    static Digest of(Seal seal) {
        return seal.seal(Map.of("which key", MARK)).on(MARK).key();
    }
}
