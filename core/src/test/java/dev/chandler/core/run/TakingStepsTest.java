package dev.chandler.core.run;

import static dev.chandler.core.TestBuild.action;
import static dev.chandler.core.TestBuild.registering;
import static dev.chandler.core.TestBuild.uncached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.core.plan.PlanText;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.LeakCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Steps that take something out of the instance and change nothing in it. */
class TakingStepsTest {

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.of();

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();

    @AfterEach
    void leavesNothingOnTheEngine() {
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void itIsInNoKeyAndHasNoCheckpoint() throws InterruptedException {
        build().install("write /a 1", "take /a", "write /b 2").run();

        List<TaskPlan> without =
                build().install("write /a 1", "write /b 2").plan().tasks();

        assertThat(without).extracting(TaskPlan::status).extracting(Enum::name).containsExactly("HIT", "HIT");
        assertThat(host.resources()).hasSize(2);
    }

    @Test
    void whereAllElseIsThereItTakesFromTheStateItStandsBehind() throws InterruptedException {
        TestBuild build = build().install("write /a early", "take /a", "write /a late", "take /a");
        build.run();
        host.forgetCalls();

        build.run(events);

        assertThat(taken("install[1]")).contains("early").doesNotContain("late");
        assertThat(taken("install[3]")).contains("late");
        assertThat(host.calls("run")).isEmpty();
        assertThat(host.calls("snapshot")).isEmpty();
        assertThat(events.summary())
                .contains(
                        "StepHit install[0]",
                        "StepSucceeded install[1]",
                        "StepHit install[2]",
                        "StepSucceeded install[3]");
    }

    @Test
    void inAnInstanceThatIsThereItNeedsNoOther() throws InterruptedException {
        build().install("write /a 1", "take /a", "write /b 2").run(events);

        assertThat(host.instancesStarted()).isEqualTo(1);
        assertThat(taken("install[1]")).contains("1");
    }

    @Test
    void itCanTakeFromTheBase() throws InterruptedException {
        build().install("take /bin/sh", "write /a 1").run(events);

        assertThat(events.summary()).contains("StepSucceeded install[0]", "StepSucceeded install[1]");
    }

    @Test
    void whatItStandsBehindIsMadeAgainWhereThatIsGone() throws InterruptedException {
        TestBuild build = build().install("write /a early", "write /b 2", "take /a", "write /a late");
        build.run();
        remove(build.plan().tasks().get(1).preimage().key());

        build.run(events);

        assertThat(taken("install[2]")).contains("early");
        assertThat(events.summary())
                .contains("StepHit install[0]", "StepSucceeded install[1]", "StepSucceeded install[3]");
    }

    @Test
    void theStateBeforeItIsKeptHoweverMuchThatCosts() throws InterruptedException {
        // What the first state costs is not known, so that it is kept; the next would have to pay.
        SteppedClock clock = new SteppedClock();
        host.at("snapshot", 1, () -> clock.pass(Duration.ofHours(1)));
        host.at("snapshot", 2, () -> clock.pass(Duration.ofHours(1)));
        TestBuild build = build().checkpoints(CheckpointWish.AUTO)
                .clock(clock)
                .install("write /a 1", "write /b 1", "take /b", "write /c 1", "write /d 1");
        build.run();
        host.forgetCalls();

        build.run(events);

        assertThat(host.calls("run")).isEmpty();
        assertThat(host.resources()).hasSize(3);
    }

    @Test
    void theStateBeforeItIsPublishedAlsoWhereThatIsNotKept() throws InterruptedException {
        build().install(uncached(action("write /a 1")), UnaryOperator.identity())
                .install("take /a")
                .test("cat /a")
                .run(events);

        assertThat(host.image("app:latest").orElseThrow().tree().text("/a").orElseThrow())
                .isEqualToIgnoringWhitespace("1");
    }

    @Test
    void aTestThatTakesSomethingRunsInEachBuild() throws InterruptedException {
        TestBuild build = build().install("write /a 1")
                .test("write /report green", "take /report")
                .test("cat /a");
        build.run();

        build.run(events);

        assertThat(taken("script[0]")).contains("green");
        assertThat(events.summary()).contains("StepSucceeded script[0]", "StepHit script[1]");
        assertThat(PlanText.of(build.plan(), List.of()))
                .contains("script[0]  write /report green (and 1 more)  (in each build)");
    }

    @Test
    void aMissingFileIsTheStepsFailure() throws InterruptedException {
        TestBuild build = build().install("write /a 1", "take /none");

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(ProvisionException.class);

        assertThat(events.summary()).contains("StepFailed install[1]");
        assertThat(host.image("app:latest")).isEmpty();
    }

    @Test
    void thePlanSaysThatItRuns() throws InterruptedException {
        TestBuild build = build().install("write /a 1", "take /a", "write /b 1");

        assertThat(PlanText.of(build.plan(), List.of("app"))).contains("""
                run      install[0]  write /a 1  (no checkpoint)
                run      install[1]  take /a  (in each build)
                run      install[2]  write /b 1  (a step before it runs)
                """);
        build.run();
        assertThat(PlanText.of(build.plan(), List.of("app"))).contains("""
                cached   install[0]  write /a 1
                run      install[1]  take /a  (in each build)
                cached   install[2]  write /b 1
                """);
    }

    @Test
    void whatFollowsOneIsTheFirstThatIsMissing() throws InterruptedException {
        build().install("write /a 1").run();

        assertThat(PlanText.of(
                        build().install("write /a 1", "take /a", "write /b 1").plan(), List.of()))
                .contains("install[2]  write /b 1  (no checkpoint)");
    }

    @Test
    void itIsRefusedBesideWhatMayWrite() {
        assertThatThrownBy(() -> build().parallel("write /a 1", "take /a").graph())
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-GET-001");
    }

    @Test
    void itHasNothingToRegister() {
        assertThatThrownBy(() -> build().install(registering(action("take /a"), "name"), UnaryOperator.identity())
                        .graph())
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-GET-002");
    }

    private TestBuild build() {
        return new TestBuild(host, folder);
    }

    private String taken(String step) {
        StringBuilder text = new StringBuilder();
        events.events(RunEvent.StepOutput.class).stream()
                .filter(output -> output.step().equals(step))
                .forEach(output -> text.append(output.text()));
        return text.toString();
    }

    private void remove(Digest key) throws InterruptedException {
        try (FakeEngine engine = host.connect("pruner")) {
            for (Resource resource : engine.resources()) {
                if (resource.key().filter(key::equals).isPresent()) {
                    engine.remove(resource);
                }
            }
        }
    }
}
