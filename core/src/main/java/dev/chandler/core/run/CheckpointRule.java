package dev.chandler.core.run;

import dev.chandler.api.engine.Snapshot;
import dev.chandler.core.plan.TaskPlan;
import java.util.Optional;

/**
 * Says after which tasks the state is kept.
 *
 * <p>After each that may be found again, and always after the last, from which forks and the image are made. Where states
 * are layers, a chain of them has to stay below what the engine can mount (some 125 on overlay2): from
 * {@value #MAX_DEPTH} on, only the last.
 */
final class CheckpointRule {

    static final int MAX_DEPTH = 100;

    private CheckpointRule() {}

    /**
     * Decides.
     *
     * @param task the task that ended well
     * @param last whether it is the last
     * @param needed whether forks or an image will be made of the last state
     * @param cursor the state that was kept before it
     */
    static boolean due(TaskPlan task, boolean last, boolean needed, Optional<Snapshot> cursor) {
        if (last && needed) {
            return true;
        }
        return task.keep() && cursor.map(Snapshot::depth).orElse(0) < MAX_DEPTH;
    }
}
