package dev.chandler.lib.registry;

import java.io.IOException;

/** That a registry has refused, or cannot be spoken to. */
final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final PushRefusal why;
    private final boolean passing;

    RefusedException(PushRefusal why, String words) {
        this(why, words, why == PushRefusal.UNREACHABLE);
    }

    /**
     * Makes one.
     *
     * @param passing whether the same may be granted a little later
     */
    RefusedException(PushRefusal why, String words, boolean passing) {
        super(words);
        this.why = why;
        this.passing = passing;
    }

    /** Whether the same may be granted a little later. */
    boolean isPassing() {
        return passing;
    }

    PushRefusal why() {
        return why;
    }
}
