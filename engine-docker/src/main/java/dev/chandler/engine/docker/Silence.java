package dev.chandler.engine.docker;

import java.time.Duration;
import java.util.Map;

/**
 * How long a daemon may be silent before it counts as gone.
 *
 * @param limit for a question that it has to answer; what may take longer is accompanied by a heartbeat
 */
record Silence(Duration limit) {

    /** The variable of the environment that sets it, in seconds. */
    static final String VARIABLE = "CHANDLER_DOCKER_SILENCE";

    static final Silence USUAL = new Silence(Duration.ofSeconds(60));

    private static final Duration GREETING = Duration.ofSeconds(8);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration WORK = Duration.ofMinutes(10);

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
            throw DockerProblems.noSilence(given);
        }
        return new Silence(Duration.ofSeconds(Long.parseLong(given)));
    }

    /** The time between two looks at whether the daemon is still there. */
    Duration heartbeat() {
        return limit.dividedBy(3);
    }

    /** Zero for no limit. */
    Duration of(Patience patience) {
        return switch (patience) {
            case GREETING -> shorter(GREETING, limit);
            case PING -> limit.dividedBy(2);
            case AGAIN -> shorter(longer(limit.dividedBy(30), AGAIN), limit.dividedBy(2));
            case QUESTION -> limit;
            case WORK -> WORK;
            case STREAM -> Duration.ZERO;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
