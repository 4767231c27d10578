package dev.chandler.core.run;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.core.plan.LayerLimit;
import dev.chandler.core.plan.TaskPlan;
import java.util.Optional;

/**
 * Says after which tasks the state is kept.
 *
 * <p>After each that may be found again, as long as {@link LayerLimit} lets a build go on from it, and always after the
 * last, from which forks and the image are made.
 */
final class CheckpointRule {

    private CheckpointRule() {}

    /**
     * Decides.
     *
     * @param task the task that ended well
     * @param last whether it is the last
     * @param needed whether forks or an image will be made of the last state
     * @param base what the build started from
     * @param cursor the state that was kept before it
     */
    static boolean due(TaskPlan task, boolean last, boolean needed, Base base, Optional<Snapshot> cursor) {
        if (last && needed) {
            return true;
        }
        return task.keep()
                && LayerLimit.allows(base, cursor.map(Snapshot::depth).orElse(base.depth()) + 1);
    }
}
