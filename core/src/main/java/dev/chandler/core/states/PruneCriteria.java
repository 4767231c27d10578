package dev.chandler.core.states;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which states are to go: those of which everything holds that is said here.
 *
 * @param olderThan those that were made longer ago
 * @param unusedFor those that this user has used, and not for so long; of others nobody knows here whether they are in use
 * @param keepBytes of those, the ones that were not used for longest go, until all that is kept is at most so large
 * @param all whatever there is, with bases, the caches that steps mount, and what is known of all of them on the client
 */
public record PruneCriteria(
        Optional<Duration> olderThan, Optional<Duration> unusedFor, Optional<Long> keepBytes, boolean all) {

    /** Everything. */
    public static final PruneCriteria ALL =
            new PruneCriteria(Optional.empty(), Optional.empty(), Optional.empty(), true);

    /** Nothing is said: what no build can find any more. */
    public static final PruneCriteria UNFINDABLE =
            new PruneCriteria(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** Refuses what contradicts itself. */
    public PruneCriteria {
        if (all && (olderThan.isPresent() || unusedFor.isPresent() || keepBytes.isPresent())) {
            throw new IllegalArgumentException("all of them, and not all");
        }
    }

    /**
     * Whether nothing is said.
     *
     * @return true if only states go that no build can find
     */
    public boolean isUnfindable() {
        return !all && olderThan.isEmpty() && unusedFor.isEmpty() && keepBytes.isEmpty();
    }

    /** Whether times let it go; a base has no time of its own. */
    boolean isOldEnough(KeptState state, Instant now) {
        if (olderThan.isEmpty() && unusedFor.isEmpty()) {
            return true;
        }
        return state.isState()
                && olderThan
                        .map(age -> state.resource().created().isBefore(now.minus(age)))
                        .orElse(true)
                && unusedFor
                        .map(age -> state.use().isPresent() && state.lastUsed().isBefore(now.minus(age)))
                        .orElse(true);
    }
}
