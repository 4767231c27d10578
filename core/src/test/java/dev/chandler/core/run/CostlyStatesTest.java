package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.RunEvent;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state is kept where running again what was done since the last would take as long. */
class CostlyStatesTest {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();
    private final SteppedClock clock = new SteppedClock();

    private TestBuild build(String... steps) {
        return new TestBuild(host, folder)
                .checkpoints(CheckpointWish.AUTO)
                .clock(clock)
                .install(steps);
    }

    private List<String> keptAfter(String... steps) throws InterruptedException {
        return keptBy(build(steps));
    }

    private List<String> keptBy(TestBuild build) throws InterruptedException {
        EventRecorder own = new EventRecorder();
        build.run(own);
        return own.events(RunEvent.CheckpointTaken.class).stream()
                .map(RunEvent.CheckpointTaken::step)
                .toList();
    }

    private List<Resource> states() {
        return host.resources().stream()
                .filter(resource -> resource.kind() == Resource.Kind.CHECKPOINT)
                .toList();
    }

    private void takes(String call, int nth, Duration time) {
        host.at(call, nth, () -> clock.pass(time));
    }

    /** In a build of its own, whose first state takes that long. */
    private void stateHasTaken(Duration time) throws InterruptedException {
        takes("snapshot", 1, time);
        keptAfter("write /before " + time);
    }

    @Test
    void whereNothingIsKnownTheFirstIsKeptAndTheNextWhenAsMuchTimeHasGoneByAndTheLast() throws InterruptedException {
        takes("snapshot", 1, Duration.ofSeconds(5));
        takes("run", 2, Duration.ofSeconds(4));
        takes("run", 3, Duration.ofSeconds(1));
        takes("snapshot", 2, Duration.ofSeconds(9));

        assertThat(keptAfter("write /a 1", "write /b 1", "write /c 1", "write /d 1", "write /e 1"))
                .containsExactly("install[0]", "install[2]", "install[4]");
        assertThat(host.image("app:latest").orElseThrow().tree().text("/d")).isPresent();
    }

    @Test
    void aStateThatCostsNextToNothingIsKeptAfterEveryStep() throws InterruptedException {
        stateHasTaken(Duration.ofMillis(75));

        assertThat(keptAfter("write /a 1", "write /b 1", "write /c 1"))
                .containsExactly("install[0]", "install[1]", "install[2]");
    }

    @Test
    void whatTheFirstHasTakenInEarlierBuildsIsWhatTheFirstIsExpectedToTake() throws InterruptedException {
        stateHasTaken(Duration.ofSeconds(5));
        takes("run", 2, Duration.ofSeconds(5));
        takes("snapshot", 1, Duration.ofSeconds(5));

        assertThat(keptAfter("write /a 1", "write /b 1", "write /c 1", "write /d 1"))
                .containsExactly("install[1]", "install[3]");
    }

    @Test
    void whatOneBuildHasTakenIsForgottenWhereTheOthersTookLess() throws InterruptedException {
        stateHasTaken(Duration.ofSeconds(1));
        takes("snapshot", 1, Duration.ofMinutes(15));
        keptAfter("write /slow 1");
        takes("snapshot", 1, Duration.ofSeconds(1));
        keptAfter("write /quick 1");
        takes("run", 1, Duration.ofSeconds(1));

        assertThat(keptAfter("write /a 1", "write /b 1")).containsExactly("install[0]", "install[1]");
    }

    @Test
    void timeThatGoesByOutsideOfStepsSavesNothing() throws InterruptedException {
        stateHasTaken(Duration.ofSeconds(5));
        takes("create", 1, Duration.ofMinutes(5));

        assertThat(keptAfter("write /a 1", "write /b 1")).containsExactly("install[1]");
    }

    @Test
    void theNextBuildGoesOnFromTheLastOneThatWasKept() throws InterruptedException {
        takes("snapshot", 1, Duration.ofSeconds(5));
        keptAfter("write /a 1", "write /b 1", "write /c 1");

        build("write /a 1", "write /b 1", "write /c 2").run(events);

        assertThat(events.summary()).contains("StepHit install[0]", "StepStarted install[1]", "StepStarted install[2]");
    }

    @Test
    void aStepMaySayThatItsStateIsKeptWhateverItCosts() throws InterruptedException {
        stateHasTaken(Duration.ofSeconds(5));
        takes("snapshot", 1, Duration.ofSeconds(5));
        TestBuild build = build().install(
                        TestBuild.action("write /a 1"), step -> TestBuild.wishing(step, CheckpointWish.ALWAYS))
                .install("write /b 1", "write /c 1");

        assertThat(keptBy(build)).containsExactly("install[0]", "install[2]");
    }

    @Test
    void aStepMaySayThatItsStateIsNotKeptWhateverThatSaves() throws InterruptedException {
        stateHasTaken(Duration.ofSeconds(1));
        takes("run", 2, Duration.ofMinutes(1));
        TestBuild build = build().install(
                        TestBuild.action("write /a 1"), step -> TestBuild.wishing(step, CheckpointWish.NEVER))
                .install("write /b 1", "write /c 1");

        assertThat(keptBy(build)).containsExactly("install[1]", "install[2]");
    }

    @Test
    void aBuildThatKeepsNothingLeavesItsImageAndNothingElse() throws InterruptedException {
        build("write /a 1", "write /b 1")
                .checkpoints(CheckpointWish.NEVER)
                .test("cat /b")
                .run(events);

        assertThat(host.image("app:latest").orElseThrow().tree().text("/b")).isPresent();
        assertThat(states()).isEmpty();
        EventRecorder next = new EventRecorder();
        build("write /a 1", "write /b 1").run(next);
        assertThat(next.summary()).contains("StepStarted install[0]");
    }

    @Test
    void theWordOfAStepGoesBeforeThatOfTheBuild() throws InterruptedException {
        TestBuild build = build().install(
                        TestBuild.action("write /a 1"), step -> TestBuild.wishing(step, CheckpointWish.ALWAYS))
                .install("write /b 1", "write /c 1")
                .checkpoints(CheckpointWish.NEVER);

        keptBy(build);

        assertThat(states()).hasSize(1);
    }

    @Test
    void aPlanSaysWhatWillBeKeptAsFarAsItIsKnown() throws InterruptedException {
        takes("run", 1, Duration.ofMillis(12_400));
        takes("snapshot", 1, Duration.ofMillis(400));
        takes("run", 2, Duration.ofMillis(83));
        takes("run", 3, Duration.ofSeconds(2));
        String[] steps = {"write /a 1", "write /b 1", "write /c 1", "write /d 1"};
        keptAfter(steps);

        Golden.assertMatches(
                "plan/checkpoints.txt",
                build("write /b 1", "write /a 1", "write /c 1", "write /new 1", "write /d 1", "write /e 1")
                        .planText());
    }

    @Test
    void aPlanSaysWhatWasAskedForWhateverIsKnown() throws InterruptedException {
        assertThat(build("write /a 1", "write /b 1")
                        .checkpoints(CheckpointWish.ALWAYS)
                        .planText())
                .contains("checkpoint: always");
        assertThat(build("write /a 1", "write /b 1")
                        .checkpoints(CheckpointWish.NEVER)
                        .planText())
                .contains("no checkpoint after it: never");
    }
}
