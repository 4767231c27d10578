package dev.chandler.core.secret;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.SecretSource;
import dev.chandler.core.manifest.SecretSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one build: each is read once, when it is first needed, and masked from then on.
 *
 * <p>Thread-safe.
 */
public final class Secrets {

    private final SecretSources sources;
    private final Consumer<Problem> warnings;
    private final Map<SecretSpec, Reading> readings = new ConcurrentHashMap<>();
    private final List<SecretValue> known = new ArrayList<>();
    private volatile SecretPatterns masked = SecretPatterns.NONE;

    /**
     * Makes a store in which nothing has been read.
     *
     * @param sources where they are read
     * @param warnings is told which ones are too short to be recognised
     */
    public Secrets(SecretSources sources, Consumer<Problem> warnings) {
        this.sources = sources;
        this.warnings = warnings;
    }

    /**
     * Masks them.
     *
     * @return masks all that have been read by the time that it is used
     */
    public Masking masking() {
        return new Masking(() -> masked);
    }

    /**
     * Reads those whose reading does nothing but look: all but the output of commands.
     *
     * @param specs what will be needed
     * @throws EngineException with all that is missing
     * @throws InterruptedException if cancelled
     */
    public void requirePassive(Collection<SecretSpec> specs) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        for (SecretSpec spec : specs) {
            if (!(spec.source() instanceof SecretSource.Output)) {
                try {
                    value(spec);
                } catch (EngineException e) {
                    problems.addAll(e.problems());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new EngineException(problems);
        }
    }

    /**
     * Gives a value.
     *
     * @param spec the secret
     * @return its value, read now if nobody has asked before
     * @throws EngineException if it cannot be had; also when asked again
     * @throws InterruptedException if cancelled
     */
    public SecretValue value(SecretSpec spec) throws InterruptedException {
        return readings.computeIfAbsent(spec, Reading::new).value();
    }

    /** Finds all that have been read. */
    SecretPatterns sought() {
        synchronized (known) {
            return SecretPatterns.seeking(known);
        }
    }

    /** Finds those of these names that have been read. */
    SecretPatterns sought(Collection<String> names) {
        synchronized (known) {
            return SecretPatterns.seeking(known.stream()
                    .filter(secret -> names.contains(secret.name()))
                    .toList());
        }
    }

    private void add(SecretValue value) {
        synchronized (known) {
            known.add(value);
            masked = SecretPatterns.masking(known);
        }
    }

    private void warn(SecretSpec spec, SecretValue value) {
        if (value.length() < SecretPatterns.SHORTEST_SOUGHT) {
            boolean masked = value.length() >= SecretPatterns.SHORTEST_MASKED;
            warnings.accept(Problem.of("CH-SECRET-012", "the secret \"" + spec.name() + "\" is short")
                    .at(spec.location())
                    .because("what has less than " + SecretPatterns.SHORTEST_SOUGHT
                            + " bytes is not looked for in what is kept"
                            + (masked ? "" : ", and less than " + SecretPatterns.SHORTEST_MASKED + " are not masked")));
        }
    }

    private final class Reading {

        private final SecretSpec spec;
        private final ReentrantLock turn = new ReentrantLock();
        private @Nullable SecretValue value;
        private @Nullable ChandlerException failure;

        Reading(SecretSpec spec) {
            this.spec = spec;
        }

        /** What could not be read is not tried again: a command may have asked somebody. */
        SecretValue value() throws InterruptedException {
            turn.lockInterruptibly();
            try {
                if (failure != null) {
                    throw failure;
                }
                if (value == null) {
                    value = sources.read(spec);
                    add(value);
                    warn(spec, value);
                }
                return value;
            } catch (EngineException e) {
                failure = e;
                throw e;
            } finally {
                turn.unlock();
            }
        }
    }
}
