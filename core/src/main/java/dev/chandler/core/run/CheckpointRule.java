package dev.chandler.core.run;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.core.plan.LayerLimit;
import dev.chandler.core.plan.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says after which tasks the state is kept.
 *
 * <p>After each that may be found again, as long as {@link LayerLimit} lets a build go on from it, and always after the
 * last, from which forks and the image are made. Where keeping it took longer than {@link #CHEAP} the last time, for an
 * engine may read all that the instance has written, the next one waits until as much time has gone by: so a build takes
 * at most twice as long for it, and a failure repeats no more than keeping a state takes. Confined to one thread.
 */
final class CheckpointRule {

    /** What nobody minds waiting for after each step. */
    static final Duration CHEAP = Duration.ofSeconds(1);

    private final Base base;
    private final boolean lastNeeded;
    private Duration cost = Duration.ZERO;
    private Instant kept = Instant.MIN;

    /**
     * Makes the rule for one build.
     *
     * @param base what the build started from
     * @param lastNeeded whether forks or an image will be made of the last state
     */
    CheckpointRule(Base base, boolean lastNeeded) {
        this.base = base;
        this.lastNeeded = lastNeeded;
    }

    /**
     * Decides.
     *
     * @param task the task that ended well
     * @param last whether it is the last
     * @param cursor the state that was kept before it
     * @param now when it ended
     */
    boolean due(TaskPlan task, boolean last, Optional<Snapshot> cursor, Instant now) {
        if (last && lastNeeded) {
            return true;
        }
        return task.findable()
                && LayerLimit.allows(base, cursor.map(Snapshot::depth).orElse(base.depth()) + 1)
                && (cost.compareTo(CHEAP) <= 0 || !now.isBefore(kept.plus(cost)));
    }

    /** Takes note of what keeping a state has cost. */
    void kept(Instant begun, Instant ended) {
        cost = Duration.between(begun, ended);
        kept = ended;
    }
}
