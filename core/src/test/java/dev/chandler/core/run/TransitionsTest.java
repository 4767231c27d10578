package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTest {

    /** The table of the design, written once more by hand; whoever changes one has to change the other. */
    private static final Set<String> TABLE = new TreeSet<>(Set.of(
            "COLD TASK_HIT COLD",
            "COLD TEST_HIT COLD",
            "COLD TASK_MISS STARTING",
            "COLD COMMIT PUBLISHING",
            "COLD CLOSE CLOSED",
            "STARTING STARTED READY",
            "STARTING TAKEN COLD",
            "READY TASK RUNNING",
            "READY CHECKPOINT_DUE SNAPSHOTTING",
            "READY FORK_DUE SNAPSHOTTING",
            "READY COMMIT PUBLISHING",
            "READY CLOSE CLOSING",
            "RUNNING TASK_OK READY",
            "SNAPSHOTTING SNAPSHOT_DONE READY",
            "PUBLISHING PUBLISHED CLOSING",
            "CLOSING RELEASED CLOSED"));

    @Test
    void hasTheTransitionsOfTheDesignAndNoOthers() {
        Set<String> found = new TreeSet<>();
        for (InstanceState state : InstanceState.values()) {
            for (InstanceEvent event : InstanceEvent.values()) {
                Transitions.next(state, event)
                        .filter(next -> !isEnd(event))
                        .ifPresent(next -> found.add(state + " " + event + " " + next));
            }
        }
        assertThat(found).isEqualTo(TABLE);
    }

    private static boolean isEnd(InstanceEvent event) {
        return event == InstanceEvent.FAILED || event == InstanceEvent.CANCELLED || event == InstanceEvent.LOST;
    }

    @ParameterizedTest
    @EnumSource(
            value = InstanceEvent.class,
            names = {"FAILED", "CANCELLED", "LOST"})
    void goesStraightToClosingFromEveryLivingStateWhenSomethingGoesWrong(InstanceEvent event) {
        Set<InstanceState> states = Arrays.stream(InstanceState.values())
                .filter(state -> state != InstanceState.CLOSED)
                .collect(Collectors.toSet());
        assertThat(states)
                .allSatisfy(state -> assertThat(Transitions.next(state, event)).contains(InstanceState.CLOSING));
    }

    @Test
    void leavesClosedNeverAgain() {
        assertThat(InstanceEvent.values())
                .allSatisfy(event -> assertThat(Transitions.next(InstanceState.CLOSED, event))
                        .isEmpty());
    }
}
