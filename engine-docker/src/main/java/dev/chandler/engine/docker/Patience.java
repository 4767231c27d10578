package dev.chandler.engine.docker;

import java.time.Duration;

/** How long a daemon may be silent before it counts as gone. */
enum Patience {
    /** For the first word with a daemon that may be none. */
    GREETING(Duration.ofSeconds(8)),
    /** For the question whether it is still there, asked of one that may be busy. */
    PING(Duration.ofSeconds(30)),
    /** For questions. */
    QUESTION(Duration.ofSeconds(60)),
    /** For work that the daemon does before it answers. */
    WORK(Duration.ofMinutes(10)),
    /** For streams, which are silent as long as there is nothing to say. */
    STREAM(Duration.ZERO);

    private final Duration silence;

    Patience(Duration silence) {
        this.silence = silence;
    }

    /** Zero for no limit. */
    Duration silence() {
        return silence;
    }
}
