package dev.chandler.lib.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ShieldTest {

    private final Thread caller = Thread.currentThread();
    private final List<Optional<String>> undone = new ArrayList<>();

    @AfterEach
    void leaveNoInterrupt() {
        Thread.interrupted();
    }

    /** Interrupts the caller as soon as it waits, and takes what an interrupted thread may not do. */
    private void whileTheCallerIsInterrupted() throws InterruptedException {
        while (caller.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        while (caller.isInterrupted()) {
            Thread.onSpinWait();
        }
        new CountDownLatch(0).await();
    }

    @Test
    void whatIsDoneAlwaysIsDoneByAnInterruptedCallerWhichStaysInterrupted() {
        List<String> done = new ArrayList<>();
        caller.interrupt();

        Shield.always(() -> {
            new CountDownLatch(0).await();
            done.add("it");
        });

        assertThat(done).containsExactly("it");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsDoneAlwaysGoesOnWhenTheCallerIsInterruptedMeanwhile() {
        List<String> done = new ArrayList<>();

        Shield.always(() -> {
            whileTheCallerIsInterrupted();
            done.add("it");
        });

        assertThat(done).containsExactly("it");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatFailsInsideIsTheCallersToSee() {
        EngineException failure = new EngineException(Problem.of("CH-TEST", "what"));

        assertThatThrownBy(() -> Shield.always(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void whatIsMadeByAnInterruptedCallerIsMadeAndUndone() {
        assertThatThrownBy(() -> Shield.make(
                        () -> {
                            whileTheCallerIsInterrupted();
                            return "made";
                        },
                        undone::add))
                .isInstanceOf(InterruptedException.class);

        assertThat(undone).containsExactly(Optional.of("made"));
    }

    @Test
    void anUndoThatFailsDoesNotHideTheInterrupt() {
        EngineException failure = new EngineException(Problem.of("CH-TEST", "what"));

        InterruptedException thrown = catchThrowableOfType(
                InterruptedException.class,
                () -> Shield.make(
                        () -> {
                            whileTheCallerIsInterrupted();
                            return "made";
                        },
                        made -> {
                            throw failure;
                        }));

        assertThat(thrown).hasSuppressedException(failure);
    }

    @Test
    void whatIsMadeInPeaceIsTheResult() throws Exception {
        assertThat(Shield.make(() -> "made", undone::add)).isEqualTo("made");
        assertThat(undone).isEmpty();
    }
}
