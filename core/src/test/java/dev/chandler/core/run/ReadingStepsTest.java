package dev.chandler.core.run;

import static dev.chandler.core.TestBuild.action;
import static dev.chandler.core.TestBuild.registering;
import static dev.chandler.core.TestBuild.retried;
import static dev.chandler.core.TestBuild.uncached;
import static dev.chandler.core.TestBuild.using;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.core.ReadingStep;
import dev.chandler.core.TestBuild;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.Golden;
import dev.chandler.testkit.LeakCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Steps whose result depends on what a server answers. */
class ReadingStepsTest {

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.of();

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();
    private final ReadingStep.Server server =
            new ReadingStep.Server().put("port", "80").put("name", "a");

    @AfterEach
    void leavesNothingOnTheEngine() {
        assertThat(host.leftovers()).isEmpty();
    }

    private TestBuild build(String... steps) {
        return new TestBuild(host, folder).prepared(server.steps()).install(steps);
    }

    private TestBuild three() {
        return build("write /a 1", "read port", "write /b 2");
    }

    private List<String> ran(TestBuild build) throws InterruptedException {
        EventRecorder recorder = new EventRecorder();
        build.run(recorder);
        return recorder.events(RunEvent.StepStarted.class).stream()
                .map(RunEvent.StepStarted::step)
                .toList();
    }

    private static List<String> reasons(Plan plan) {
        return plan.tasks().stream().map(TaskPlan::reason).toList();
    }

    private List<Path> records() throws IOException {
        return files("cache/observations");
    }

    private List<Path> files(String name) throws IOException {
        if (!Files.isDirectory(folder.resolve(name))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.toList();
        }
    }

    @Test
    void whereNothingHasChangedNothingRuns() throws InterruptedException {
        three().run();

        assertThat(ran(three())).isEmpty();
        assertThat(host.instancesStarted()).isEqualTo(1);
    }

    @Test
    void whatItReadsIsAskedForOnceInEachPlanAndNotInTheFirst() throws InterruptedException {
        three().run();
        assertThat(server.asked()).isEmpty();

        three().plan();

        assertThat(server.asked()).containsExactly(List.of("key port"));
    }

    @Test
    void whatHasChangedHasItAndAllBehindItRun() throws InterruptedException {
        three().run();
        server.put("port", "81");

        assertThat(reasons(three().plan())).containsExactly("", "because key port changed", "a step before it runs");
        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
        assertThat(host.image("app:latest").orElseThrow().tree().text("/port")).contains("81");
        assertThat(ran(three())).isEmpty();
    }

    @Test
    void whatIsAsItWasOnceIsFoundAgain() throws InterruptedException {
        three().run();
        server.put("port", "81");
        three().run();
        server.put("port", "80");

        assertThat(ran(three())).isEmpty();
        assertThat(host.image("app:latest").orElseThrow().tree().text("/port")).contains("80");
    }

    @Test
    void aStepBehindItIsMadeOnWhatWasRead() throws InterruptedException {
        build("read port").run();

        assertThat(ran(build("read port", "write /b 2"))).containsExactly("install[1]");
        assertThat(ran(build("read port", "write /b 2"))).isEmpty();
    }

    @Test
    void theFirstTimeItIsSaidThatNothingIsKnown() throws InterruptedException {
        assertThat(reasons(three().plan()))
                .containsExactly("no checkpoint", "a step before it runs", "a step before it runs");
        build("write /a 1").run();

        assertThat(reasons(three().plan()))
                .containsExactly("", "what it reads has not been recorded", "a step before it runs");
    }

    @Test
    void looksAlikeInATerminal() throws InterruptedException {
        TestBuild build = build("write /a 1", "read port", "write /b 2").test("cat /port");
        build.run();
        server.put("port", "81");

        Golden.assertMatches("plan/observed.txt", build.planText());
    }

    @Test
    void ofSeveralThatHaveChangedTheFirstIsNamed() throws InterruptedException {
        Stream.of("a", "b", "c", "d", "e").forEach(name -> server.put(name, "0"));
        build("read a b c d e").run();
        Stream.of("a", "b").forEach(name -> server.put(name, "x"));
        assertThat(reasons(build("read a b c d e").plan())).containsExactly("because key a changed, and 1 more");

        Stream.of("c", "d", "e").forEach(name -> server.put(name, "x"));
        assertThat(reasons(build("read a b c d e").plan())).containsExactly("because key a changed, and 4 more");
    }

    @Test
    void whatIsNoLongerThereHasTheStepFindOut() throws InterruptedException {
        three().run();
        server.remove("port");

        assertThat(reasons(three().plan())).containsExactly("", "because key port changed", "a step before it runs");
        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
    }

    @Test
    void whatItReadsMayDependOnWhatItHasRead() throws InterruptedException {
        three().run();
        server.put("port", ">name");
        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
        assertThat(ran(three())).isEmpty();

        server.put("name", "b");

        assertThat(reasons(three().plan()).get(1)).isEqualTo("because key name changed");
        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
    }

    @Test
    void theKeyIsOfWhatTheRunHasReadNotOfWhatThePlanWasTold() throws InterruptedException {
        three().run();
        server.put("port", "81");
        // Once the plan has been told 81.
        server.whenAsked(() -> host.at("create", 1, () -> server.put("port", "82")));
        three().run();
        server.whenAsked(() -> {});

        assertThat(ran(three())).isEmpty();
        server.put("port", "81");
        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
    }

    @Test
    void aServerThatCannotBeAskedEndsThePlan() throws InterruptedException {
        three().run();
        server.whenAsked(() -> {
            throw new EngineException(Problem.of("CH-CONSUL-001", "no Consul"));
        });

        assertThatThrownBy(() -> three().plan())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-CONSUL-001");
    }

    @Test
    void aProvisionerIsBlamedForWhateverElseAskingThrows() throws InterruptedException {
        three().run();
        server.whenAsked(() -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> three().plan()).isInstanceOf(PluginException.class);
    }

    @Test
    void aFailureLeavesNoRecord() throws Exception {
        server.fail(1);

        assertThatThrownBy(() -> three().run()).isInstanceOf(ProvisionException.class);

        assertThat(records()).isEmpty();
    }

    @Test
    void whatAFailedTryHasReadIsForgotten() throws Exception {
        server.put("port", ">name").fail(1);
        host.at("run", 2, () -> server.put("port", "80"));
        TestBuild build = build().install(retried(action("read port"), 1), UnaryOperator.identity());

        build.run(events);

        assertThat(events.events(RunEvent.StepRetried.class)).hasSize(1);
        assertThat(Files.readString(records().get(0))).contains("key port").doesNotContain("key name");
    }

    @Test
    void aRecordThatIsDamagedIsAMiss() throws Exception {
        three().run();
        for (String damage : List.of("", "x", "chandler.observations.v1\nx\n", "chandler.observations.v1")) {
            Files.writeString(records().get(0), damage);

            assertThat(reasons(three().plan()).get(1)).isEqualTo("what it reads has not been recorded");
        }
        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
    }

    @Test
    void aRecordThatCannotBeReadIsAMissAndAWarning() throws Exception {
        three().run();
        Path record = records().get(0);
        Files.delete(record);
        Files.createDirectory(record);

        Plan plan = three().plan();

        assertThat(reasons(plan).get(1)).isEqualTo("what it reads has not been recorded");
        assertThat(plan.warnings()).extracting(Problem::code).containsExactly("CH-CACHE-001");
    }

    @Test
    void theRecordIsNoUseUnderAnotherUsersKey() throws InterruptedException {
        three().run();

        assertThat(ran(three().userFolder(folder.resolve("other")))).containsExactly("install[1]", "install[2]");
    }

    @Test
    void noDigestOfAValueIsKeptThatOthersCouldMake() throws Exception {
        three().test("read name").run();

        for (String kind : List.of("observations", "preimages", "verdicts")) {
            assertThat(files("cache/" + kind)).isNotEmpty();
            for (Path file : files("cache/" + kind)) {
                assertThat(Files.readString(file))
                        .doesNotContain(Digest.of("80").hex())
                        .doesNotContain(Digest.of("a").hex());
            }
        }
    }

    @Test
    void everyKeyCanBeFollowedDownToTheBase() throws Exception {
        Plan first = three().plan();
        three().run();

        String key = three().plan().state().key().hex();
        int steps = 0;
        while (!key.equals(first.start().key().hex())) {
            String text = Files.readString(folder.resolve("cache/preimages").resolve(key));
            key = text.lines()
                    .filter(line -> line.startsWith("text\tparent\tsha256:"))
                    .map(line -> line.substring(line.indexOf(':') + 1))
                    .findFirst()
                    .orElseThrow();
            steps++;
        }
        assertThat(steps).isEqualTo(4);
    }

    @Test
    void aBlockIsMadeOfWhatItsBranchesHaveRead() throws InterruptedException {
        TestBuild block =
                build().parallel("read port", "read name", "write /c 1").install("write /b 2");
        block.run();
        assertThat(ran(block)).isEmpty();

        server.put("name", "b");

        assertThat(reasons(block.plan())).containsExactly("because key name changed", "a step before it runs");
        assertThat(ran(block)).contains("install[0].branch[0]", "install[0].branch[1]", "install[1]");
        assertThat(ran(block)).isEmpty();
        server.put("name", "a");
        assertThat(ran(block)).isEmpty();
    }

    @Test
    void aBlockThatFailsLeavesNoRecord() throws Exception {
        TestBuild block = build().parallel("read port", "fail 1");

        assertThatThrownBy(block::run).isInstanceOf(ProvisionException.class);

        assertThat(records()).isEmpty();
    }

    @Test
    void aVerdictIsOfWhatTheTestHasRead() throws InterruptedException {
        TestBuild build = build("write /a 1").test("read port", "cat /port").test("cat /a");
        build.run();
        assertThat(ran(build)).isEmpty();

        server.put("port", "81");
        assertThat(build.plan().tests()).extracting(TestPlan::reason).containsExactly("because key port changed", "");
        assertThat(ran(build)).containsExactly("script[0]");
        assertThat(ran(build)).isEmpty();

        server.put("port", "80");
        assertThat(ran(build)).isEmpty();
    }

    @Test
    void aTestThatHasNotRunYetHasNoRecord() throws InterruptedException {
        build("write /a 1").run();

        Plan plan = build("write /a 1").test("read port").plan();

        assertThat(plan.tests()).extracting(TestPlan::reason).containsExactly("what it reads has not been recorded");
    }

    @Test
    void aRedTestLeavesNoRecord() throws Exception {
        assertThatThrownBy(() -> build("write /a 1").test("read port", "fail 1").run())
                .isInstanceOf(ProvisionException.class);

        assertThat(records()).isEmpty();
    }

    @Test
    void verdictsOfAStateThatWasReadAreFoundAgain() throws InterruptedException {
        TestBuild build = three().test("cat /port");
        build.run();

        assertThat(ran(build)).isEmpty();
        server.put("port", "81");
        assertThat(ran(build)).containsExactly("install[1]", "install[2]", "script[0]");
        assertThat(ran(build)).isEmpty();
    }

    @Test
    void aClientThatIsKilledBetweenRecordAndCheckpointHasItRunAgain() throws InterruptedException {
        host.at("snapshot", 2, () -> {
            throw new AssertionError("killed");
        });
        assertThatThrownBy(() -> three().run())
                .isInstanceOf(AssertionError.class)
                .hasMessage("killed");

        assertThat(reasons(three().plan())).containsExactly("", "no checkpoint", "a step before it runs");
        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
        assertThat(ran(three())).isEmpty();
    }

    @Test
    void aCheckpointWithoutItsRecordIsMadeAgain() throws Exception {
        three().run();
        Files.delete(records().get(0));

        assertThat(ran(three())).containsExactly("install[1]", "install[2]");
        assertThat(ran(three())).isEmpty();
    }

    @Test
    void whatIsNotCachedIsNeitherAskedNorRecorded() throws Exception {
        TestBuild build = build().install(uncached(action("read port")), UnaryOperator.identity())
                .install("read name");
        build.run();

        assertThat(ran(build)).containsExactly("install[0]", "install[1]");
        assertThat(server.asked()).isEmpty();
        assertThat(records()).isEmpty();
    }

    @Test
    void aBuildWithoutTheCacheAsksNothingAndIsFoundByTheNext() throws InterruptedException {
        three().noCache().run();
        three().noCache().run();
        assertThat(server.asked()).isEmpty();

        assertThat(ran(three())).isEmpty();
    }

    @Test
    void whatIsRegisteredBehindItIsFoundAgain() throws InterruptedException {
        TestBuild build =
                build("read port").install(registering(action("cat /port"), "port"), UnaryOperator.identity());
        build.run();

        build.install(using(action("env V"), "V", "port"), UnaryOperator.identity())
                .run(events);

        assertThat(events.events(RunEvent.StepStarted.class))
                .extracting(RunEvent.StepStarted::step)
                .containsExactly("install[2]");
        assertThat(events.output("install[2]")).isEqualTo("80\n");
    }

    @Test
    void whatTakesFilesBehindItTakesThemFromItsState() throws InterruptedException {
        TestBuild build = build("read port", "take /port", "write /b 2");
        build.run();

        build.run(events);

        assertThat(events.events(RunEvent.StepStarted.class))
                .extracting(RunEvent.StepStarted::step)
                .containsExactly("install[1]");
        assertThat(new String(events.output("install[1]").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .contains("80");
    }

    @Test
    void aBuildUpToItIsGoneOnFrom() throws InterruptedException {
        three().until("install[1]").run();

        assertThat(ran(three())).containsExactly("install[2]");
    }

    @Test
    void whatIsNotKnownYetIsNotClaimed() throws InterruptedException {
        three().run();
        assertThat(host.calls("claim ")).containsExactly("claim 1");
        server.put("port", "81");

        three().run();

        assertThat(host.calls("claim ")).containsExactly("claim 1", "claim 2");
    }

    @Test
    void whereTheUsersKeyCannotBeHadNothingIsKeptOfIt() throws Exception {
        Path broken = Files.createFile(folder.resolve("file"));

        three().userFolder(broken).run(events);

        assertThat(events.events(RunEvent.Notice.class))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("CH-CACHE-006"));
        assertThat(host.resources()).hasSize(1);
        assertThat(records()).isEmpty();
        assertThat(host.image("app:latest").orElseThrow().tree().text("/b")).contains("2");
    }

    @Test
    void aStepThatSaysItReadsNothingMayNotNoteAnything() {
        TestBuild build =
                new TestBuild(host, folder).prepared(step -> new Noting(step)).install("true");

        assertThatThrownBy(build::run).isInstanceOf(PluginException.class).hasMessageContaining("does not observe");
    }

    private record Noting(PreparedStep step) implements PreparedStep {

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public void describe(KeyBuilder key) throws InterruptedException {
            step.describe(key);
        }

        @Override
        public void run(StepContext context) {
            context.observed("key a", Digest.of("1"));
        }
    }
}
