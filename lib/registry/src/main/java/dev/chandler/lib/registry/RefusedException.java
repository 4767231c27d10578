package dev.chandler.lib.registry;

import java.io.IOException;

/** That a registry has refused, or cannot be spoken to. */
final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final PushRefusal why;

    RefusedException(PushRefusal why, String words) {
        super(words);
        this.why = why;
    }

    PushRefusal why() {
        return why;
    }
}
