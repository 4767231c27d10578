package dev.chandler.engine.lxd;

import java.time.Duration;

/** How long the daemon may be silent. */
enum Patience {
    /** Until the first word of one that may be none. */
    GREETING(Duration.ofSeconds(8)),
    /** While it answers a question; a wait for an operation is one, again and again. */
    QUESTION(Duration.ofSeconds(60)),
    /** Streams, which are silent as long as there is nothing to say. */
    STREAM(Duration.ZERO);

    private final Duration limit;

    Patience(Duration limit) {
        this.limit = limit;
    }

    /** Zero for no limit. */
    Duration limit() {
        return limit;
    }
}
