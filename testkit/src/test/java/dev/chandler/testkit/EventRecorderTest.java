package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.event.RunEvent.Outcome;
import dev.chandler.api.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

    private static final Problem PROBLEM = Problem.of("CH-STEP-001", "it failed");
    private static final RunEvent RUN = new RunEvent.RunStarted("b1", "app", "fake", "fake:", "only one", "busybox", 2);
    private static final RunEvent STARTED = new RunEvent.StepStarted("install[0]", "make");
    private static final RunEvent OUTPUT = new RunEvent.StepOutput("install[0]", OutputSink.Channel.STDOUT, "text");
    private static final RunEvent SUCCEEDED = new RunEvent.StepSucceeded("install[0]", Duration.ZERO);
    private static final RunEvent FAILED = new RunEvent.StepFailed("install[0]", Duration.ZERO, PROBLEM);
    private static final RunEvent OTHER_HIT = new RunEvent.StepHit("script[0]", "test");
    private static final RunEvent CHECKPOINT = new RunEvent.CheckpointTaken("install[0]", Duration.ZERO);
    private static final RunEvent INSTANCE = new RunEvent.InstanceStarted("fake-1", "busybox", Duration.ZERO);

    private final EventRecorder recorder = new EventRecorder();

    @Test
    void aWholeRunIsRight() {
        record(new RunEvent.Notice("note"), RUN, INSTANCE, STARTED, OTHER_HIT, OUTPUT, SUCCEEDED, CHECKPOINT);
        record(ended(Outcome.SUCCEEDED, 1));

        assertThatCode(recorder::assertGrammar).doesNotThrowAnyException();
        assertThat(recorder.output("install[0]")).isEqualTo("text");
        assertThat(recorder.summary())
                .containsExactly(
                        "RunStarted",
                        "InstanceStarted",
                        "StepStarted install[0]",
                        "StepHit script[0]",
                        "StepSucceeded install[0]",
                        "CheckpointTaken install[0]",
                        "RunEnded SUCCEEDED");
    }

    @Test
    void aRunThatFailsBeforeItStartsIsRight() {
        record(ended(Outcome.FAILED, 0, PROBLEM));

        assertThatCode(recorder::assertGrammar).doesNotThrowAnyException();
    }

    @Test
    void hearingNothingIsWrong() {
        assertViolation("nothing was heard");
    }

    @Test
    void aStepThatIsNotInThePlanIsWrong() {
        record(RUN, STARTED, SUCCEEDED, OTHER_HIT, ended(Outcome.SUCCEEDED, 0));

        assertThatCode(() -> recorder.assertGrammar(List.of("install[0]", "script[0]"), List.of()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> recorder.assertGrammar(List.of("install[0]", "script[1]"), List.of()))
                .hasMessageContaining("is not in the plan")
                .hasMessageContaining("though script[1] has not ended well");
    }

    @Test
    void aWrongNumberOfStepsIsWrong() {
        record(RUN, STARTED, SUCCEEDED, ended(Outcome.SUCCEEDED, 0));

        assertThatThrownBy(() -> recorder.assertGrammar(List.of("install[0]"), List.of()))
                .hasMessageContaining("for 1 steps");
    }

    @Test
    void aCheckpointOfNoStepIsWrongButOfABlockItIsRight() {
        record(RUN, CHECKPOINT, ended(Outcome.SUCCEEDED, 0));

        assertThatThrownBy(recorder::assertGrammar).hasMessageContaining("of a step that is NEW");
        assertThatThrownBy(() -> recorder.assertGrammar(List.of(), List.of("install[0]")))
                .hasMessageContaining("for 0 steps")
                .hasMessageNotContaining("of a step that is NEW");
    }

    @Test
    void aStepWithoutAnEndIsWrong() {
        record(RUN, STARTED, ended(Outcome.SUCCEEDED, 0));

        assertViolation("while install[0] is running");
    }

    @Test
    void aSecondEndIsWrong() {
        record(RUN, STARTED, SUCCEEDED, FAILED, ended(Outcome.FAILED, 0, PROBLEM));

        assertViolation("of a step that is GOOD");
    }

    @Test
    void outputBeforeTheStartIsWrong() {
        record(RUN, OUTPUT, ended(Outcome.SUCCEEDED, 0));

        assertViolation("of a step that is NEW");
    }

    @Test
    void aCheckpointOfAFailedStepIsWrong() {
        record(RUN, STARTED, FAILED, CHECKPOINT, ended(Outcome.FAILED, 0, PROBLEM));

        assertViolation("of a step that is NOT_GOOD");
    }

    @Test
    void aRunWithoutAnEndIsWrong() {
        record(RUN);

        assertViolation("the run has no end");
    }

    @Test
    void anEventAfterTheEndIsWrong() {
        record(RUN, ended(Outcome.SUCCEEDED, 0), new RunEvent.Notice("late"));

        assertViolation("after the run's end");
    }

    @Test
    void aWrongNumberOfInstancesIsWrong() {
        record(RUN, INSTANCE, ended(Outcome.SUCCEEDED, 0));

        assertViolation("after 1 instances were started");
    }

    @Test
    void aFailureWithoutAProblemIsWrong() {
        record(RUN, ended(Outcome.FAILED, 0));

        assertViolation("failed without a problem");
    }

    private void record(RunEvent... events) {
        List.of(events).forEach(recorder::on);
    }

    private static RunEvent ended(Outcome outcome, int instances, Problem... problems) {
        return new RunEvent.RunEnded(outcome, Duration.ZERO, instances, List.of(problems));
    }

    private void assertViolation(String words) {
        assertThatThrownBy(recorder::assertGrammar)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(words);
    }
}
