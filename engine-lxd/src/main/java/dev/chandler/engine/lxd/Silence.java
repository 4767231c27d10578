package dev.chandler.engine.lxd;

import java.time.Duration;
import java.util.Map;

/**
 * How long a daemon may be silent before it counts as gone.
 *
 * @param limit for a question that it has to answer
 */
record Silence(Duration limit) {

    /** The variable of the environment that sets it, in seconds. */
    static final String VARIABLE = "CHANDLER_LXD_SILENCE";

    static final Silence USUAL = new Silence(Duration.ofSeconds(60));

    private static final Duration GREETING = Duration.ofSeconds(8);
    private static final Duration AGAIN = Duration.ofMillis(500);

    /**
     * Reads the environment.
     *
     * @throws dev.chandler.api.problem.EngineException if it has something else than a number of seconds
     */
    static Silence of(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (given.isEmpty()) {
            return USUAL;
        }
        if (!given.matches("[1-9][0-9]{0,4}")) {
            throw LxdProblems.noSilence(given);
        }
        return new Silence(Duration.ofSeconds(Long.parseLong(given)));
    }

    /** After how long a daemon says that an operation still goes on: each wait for its end is a question of its own. */
    Duration operation() {
        return longer(limit.dividedBy(3), Duration.ofSeconds(1));
    }

    Duration of(Patience patience) {
        return switch (patience) {
            case GREETING -> shorter(GREETING, limit);
            case PING -> limit.dividedBy(2);
            case AGAIN -> shorter(longer(limit.dividedBy(30), AGAIN), limit.dividedBy(2));
            case QUESTION -> limit;
            case OPERATION -> operation().plus(limit.dividedBy(2));
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
