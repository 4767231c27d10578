package dev.chandler.core.run;

import static dev.chandler.core.run.InstanceEvent.CANCELLED;
import static dev.chandler.core.run.InstanceEvent.CHECKPOINT_DUE;
import static dev.chandler.core.run.InstanceEvent.CLOSE;
import static dev.chandler.core.run.InstanceEvent.COMMIT;
import static dev.chandler.core.run.InstanceEvent.FAILED;
import static dev.chandler.core.run.InstanceEvent.FORK_DUE;
import static dev.chandler.core.run.InstanceEvent.LOST;
import static dev.chandler.core.run.InstanceEvent.PUBLISHED;
import static dev.chandler.core.run.InstanceEvent.RELEASED;
import static dev.chandler.core.run.InstanceEvent.SNAPSHOT_DONE;
import static dev.chandler.core.run.InstanceEvent.STARTED;
import static dev.chandler.core.run.InstanceEvent.TAKEN;
import static dev.chandler.core.run.InstanceEvent.TASK;
import static dev.chandler.core.run.InstanceEvent.TASK_HIT;
import static dev.chandler.core.run.InstanceEvent.TASK_MISS;
import static dev.chandler.core.run.InstanceEvent.TASK_OK;
import static dev.chandler.core.run.InstanceEvent.TEST_HIT;
import static dev.chandler.core.run.InstanceState.CLOSED;
import static dev.chandler.core.run.InstanceState.CLOSING;
import static dev.chandler.core.run.InstanceState.COLD;
import static dev.chandler.core.run.InstanceState.PUBLISHING;
import static dev.chandler.core.run.InstanceState.READY;
import static dev.chandler.core.run.InstanceState.RUNNING;
import static dev.chandler.core.run.InstanceState.SNAPSHOTTING;
import static dev.chandler.core.run.InstanceState.STARTING;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The only table of what follows what. */
public final class Transitions {

    private static final Map<InstanceState, Map<InstanceEvent, InstanceState>> TABLE = table();

    private Transitions() {}

    private static Map<InstanceState, Map<InstanceEvent, InstanceState>> table() {
        Map<InstanceState, Map<InstanceEvent, InstanceState>> table = new EnumMap<>(InstanceState.class);
        table.put(COLD, row(TASK_HIT, COLD, TEST_HIT, COLD, TASK_MISS, STARTING, COMMIT, PUBLISHING, CLOSE, CLOSED));
        table.put(STARTING, row(STARTED, READY, TAKEN, COLD));
        table.put(
                READY,
                row(
                        TASK,
                        RUNNING,
                        CHECKPOINT_DUE,
                        SNAPSHOTTING,
                        FORK_DUE,
                        SNAPSHOTTING,
                        COMMIT,
                        PUBLISHING,
                        CLOSE,
                        CLOSING));
        table.put(RUNNING, row(TASK_OK, READY));
        table.put(SNAPSHOTTING, row(SNAPSHOT_DONE, READY));
        table.put(PUBLISHING, row(PUBLISHED, CLOSING));
        table.put(CLOSING, row(RELEASED, CLOSED));
        // Whatever goes wrong, wherever: no state is kept and no image is made on the way out.
        table.forEach((state, row) -> row.putAll(row(FAILED, CLOSING, CANCELLED, CLOSING, LOST, CLOSING)));
        table.put(CLOSED, row());
        return table;
    }

    /** A row from alternating events and states. */
    private static Map<InstanceEvent, InstanceState> row(Enum<?>... pairs) {
        Map<InstanceEvent, InstanceState> row = new EnumMap<>(InstanceEvent.class);
        for (int i = 0; i < pairs.length; i += 2) {
            row.put((InstanceEvent) pairs[i], (InstanceState) pairs[i + 1]);
        }
        return row;
    }

    /**
     * Looks up what follows.
     *
     * @param state where the instance stands
     * @param event what happens
     * @return where it stands then; empty if this cannot happen there
     */
    public static Optional<InstanceState> next(InstanceState state, InstanceEvent event) {
        return Optional.ofNullable(TABLE.getOrDefault(state, Map.of()).get(event));
    }
}
