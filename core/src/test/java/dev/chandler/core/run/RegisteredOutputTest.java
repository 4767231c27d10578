package dev.chandler.core.run;

import static dev.chandler.core.TestBuild.action;
import static dev.chandler.core.TestBuild.registering;
import static dev.chandler.core.TestBuild.uncached;
import static dev.chandler.core.TestBuild.using;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one step writes, others find in their environment, whether it ran or was found. */
class RegisteredOutputTest {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();

    private TestBuild build(ActionSpec... steps) {
        TestBuild build = new TestBuild(host, folder);
        Stream.of(steps).forEach(step -> build.install(step, UnaryOperator.identity()));
        return build;
    }

    private static ActionSpec writing(String value) {
        return registering(action("echo '" + value + "'; err noise"), "version");
    }

    private static ActionSpec reading(String more) {
        return using(action("env V" + more), "V", "version");
    }

    private List<String> ran() {
        return events.events(RunEvent.StepStarted.class).stream()
                .map(RunEvent.StepStarted::step)
                .toList();
    }

    @Test
    void aStepFindsWhatOneBeforeItHasWritten() throws InterruptedException {
        build(writing("1.2\n\n"), reading("")).run(events);

        assertThat(events.output("install[1]")).isEqualTo("1.2\n");
    }

    @Test
    void whatManyLinesSayIsWhole() throws InterruptedException {
        String value = "a\\n\tb\n \\c";
        build(writing(value), reading("")).run();

        build(writing(value), reading("; true")).run(events);

        assertThat(events.output("install[1]")).isEqualTo(value + "\n");
    }

    @Test
    void aStepFindsItAlsoWhenItWasNotWrittenAgain() throws InterruptedException {
        build(writing("1.2"), reading("")).run();

        build(writing("1.2"), reading("; true")).run(events);

        assertThat(ran()).containsExactly("install[1]");
        assertThat(events.output("install[1]")).isEqualTo("1.2\n");
    }

    @Test
    void aCheckpointFurtherOnRemembersIt() throws InterruptedException {
        build(writing("1.2"), action("write /a 1"), reading("")).run();

        build(writing("1.2"), action("write /a 1"), reading("; true")).run(events);

        assertThat(ran()).containsExactly("install[2]");
        assertThat(events.output("install[2]")).isEqualTo("1.2\n");
    }

    @Test
    void whatIsNoLongerKnownIsWrittenAgain() throws Exception {
        build(writing("1.2"), reading("")).run();
        for (Path record : records()) {
            Files.delete(record);
        }

        Plan plan = build(writing("1.2"), reading("")).plan();
        assertThat(plan.tasks())
                .extracting(TaskPlan::reason)
                .containsExactly("what is registered up to its checkpoint is not known here", "a step before it runs");

        build(writing("1.2"), reading("")).run(events);
        assertThat(ran()).containsExactly("install[0]", "install[1]");
    }

    @Test
    void whatIsKnownOfAnotherStateIsNotTaken() throws Exception {
        build(writing("1.2"), reading("")).run();
        for (Path record : records()) {
            Files.writeString(record, Files.readString(record).replaceFirst("^.*", "fake fake: snapshot-0"));
        }

        build(writing("1.2"), reading("")).run(events);

        assertThat(ran()).containsExactly("install[0]", "install[1]");
    }

    @Test
    void whatABranchHasWrittenIsThereForTasksAndTestsAfterTheBlock() throws InterruptedException {
        block("true").run();

        block("write /a 1").run(events);

        assertThat(ran()).containsExactly("install[1]", "script[0]");
        assertThat(events.output("install[1]")).isEqualTo("1.2\n");
        assertThat(events.output("script[0]")).isEqualTo("1.2\n");
    }

    private TestBuild block(String more) {
        return new TestBuild(host, folder)
                .parallel(action("write /b 2"), writing("1.2"))
                .install(reading("; " + more), UnaryOperator.identity())
                .test(reading(""));
    }

    @Test
    void aStepThatIsNotKeptRegistersAsWell() throws InterruptedException {
        build(uncached(writing("1.2")), reading("")).run(events);

        assertThat(events.output("install[1]")).isEqualTo("1.2\n");
        assertThat(folder.resolve("cache/outputs")).doesNotExist();
    }

    @Test
    void whatIsTooLongFailsTheStep() throws InterruptedException {
        build(writing("x".repeat(64 * 1024 - 1)), reading("")).run();

        assertThatThrownBy(() ->
                        build(writing("x".repeat(64 * 1024)), reading("")).run(events))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("what was written cannot be registered as \"version\" [CH-STEP-004]")
                .hasMessageContaining("it is longer than 64 KiB");
        assertThat(ran()).containsExactly("install[0]");
    }

    @Test
    void namesAreInTheKeysOfThoseThatUseThemAlone() throws InterruptedException {
        assertThat(key(action("a"))).isNotEqualTo(key(registering(action("a"), "x")));
        assertThat(key(registering(action("a"), "x"))).isNotEqualTo(key(registering(action("a"), "y")));
        assertThat(key(using(action("a"), "V", "x"))).isNotEqualTo(key(using(action("a"), "V", "y")));
        assertThat(build(action("a")).plan().tasks().get(0).preimage().text()).doesNotContain("register", "env from");
    }

    private String key(ActionSpec step) throws InterruptedException {
        return build(step).plan().tasks().get(0).preimage().key().toString();
    }

    private List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/outputs"))) {
            return files.toList();
        }
    }
}
