package dev.chandler.core.run;

import static dev.chandler.core.TestBuild.action;
import static dev.chandler.core.TestBuild.limited;
import static dev.chandler.core.TestBuild.retried;
import static dev.chandler.core.TestBuild.surrounded;
import static dev.chandler.core.TestBuild.uncached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.core.TestBuild;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.LeakCheck;
import dev.chandler.testkit.RecordedOutput;
import dev.chandler.testkit.TarFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTest {

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

    private TestBuild build() {
        return new TestBuild(host, folder);
    }

    private String file(String path) {
        return host.image("app:latest").orElseThrow().tree().text(path).orElseThrow();
    }

    @Test
    void runsTheStepsInOrderInOneInstanceAndPublishesTheResult() throws InterruptedException {
        build().install("write /a 1", "append /a 2", "append /a 3").run(events);

        assertThat(file("/a")).isEqualToIgnoringWhitespace("123");
        assertThat(host.instancesStarted()).isEqualTo(1);
        assertThat(events.summary())
                .containsExactly(
                        "RunStarted",
                        "InstanceStarted",
                        "StepStarted install[0]",
                        "StepSucceeded install[0]",
                        "CheckpointTaken install[0]",
                        "StepStarted install[1]",
                        "StepSucceeded install[1]",
                        "CheckpointTaken install[1]",
                        "StepStarted install[2]",
                        "StepSucceeded install[2]",
                        "CheckpointTaken install[2]",
                        "Published",
                        "RunEnded SUCCEEDED");
    }

    @Test
    void startsNothingWhenNothingHasChanged() throws InterruptedException {
        TestBuild build = build().install("write /a 1", "write /b 2").test("cat /a");
        build.run();
        int before = host.instancesStarted();

        build.run(events);

        assertThat(host.instancesStarted()).isEqualTo(before);
        assertThat(events.summary())
                .containsExactly(
                        "RunStarted",
                        "StepHit install[0]",
                        "StepHit install[1]",
                        "StepHit script[0]",
                        "Published",
                        "RunEnded SUCCEEDED");
        assertThat(events.events(RunEvent.Published.class).get(0).artifact().created())
                .isFalse();
    }

    @Test
    void runsOnlyFromTheFirstChangedStepOn() throws InterruptedException {
        build().install("write /a 1", "write /b 2", "write /c 3").run();

        build().install("write /a 1", "write /b 2", "write /c changed").run(events);

        assertThat(host.calls("run").stream().filter(call -> call.contains("write /a")))
                .hasSize(1);
        assertThat(file("/c")).isEqualToIgnoringWhitespace("changed");
        assertThat(events.summary()).contains("StepHit install[0]", "StepHit install[1]", "StepStarted install[2]");
    }

    @Test
    void keepsWhatTestsWriteOutOfTheImage() throws InterruptedException {
        build().install("write /a 1").test("write /dirt 1", "cat /dirt").run();

        assertThat(host.image("app:latest").orElseThrow().tree().file("/dirt")).isEmpty();
    }

    @Test
    void runsAllTestsEvenWhenOneIsRedAndMovesNoName() {
        TestBuild build =
                build().install("write /a 1").test("fail 1").test("cat /a").test("fail 2");

        assertThatThrownBy(() -> build.run(events))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.what())
                                .containsExactly("step \"script[0][0]\" failed: 1", "step \"script[2][0]\" failed: 2"));
        assertThat(events.summary()).contains("StepSucceeded script[1]");
        assertThat(host.image("app:latest")).isEmpty();
    }

    @Test
    void startsOnlyForksWhenOnlyTestsHaveChanged() throws InterruptedException {
        build().install("write /a 1").test("cat /a").run();
        int before = host.instancesStarted();

        build().install("write /a 1").test("cat /a").test("cat /a; true").run(events);

        assertThat(host.instancesStarted()).isEqualTo(before + 1);
        assertThat(events.summary()).contains("StepHit install[0]", "StepHit script[0]", "StepStarted script[1]");
    }

    @Test
    void runsTestsAgainOnAStateThatWasMadeAgain() throws InterruptedException {
        TestBuild build = build().install("write /a 1").test("cat /a");
        build.run();
        new HostCleaner(host).clean();

        build.run(events);

        assertThat(events.summary()).contains("StepStarted install[0]", "StepStarted script[0]");
    }

    @Test
    void runsATestAgainWhoseVerdictCannotBeReadAndSaysSo() throws InterruptedException, IOException {
        TestBuild build = build().install("write /a 1").test("cat /a").test("true");
        build.run();
        List<Path> verdicts = verdicts();
        Files.write(verdicts.get(0), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.delete(verdicts.get(1));
        Files.createDirectory(verdicts.get(1));

        build.run(events);

        assertThat(events.summary()).contains("StepStarted script[0]", "StepStarted script[1]");
        assertThat(events.events(RunEvent.Notice.class))
                .filteredOn(notice -> notice.text().contains("cannot read the cache"))
                .hasSize(2);
    }

    @Test
    void takesNoVerdictOfAnotherEngineForItsOwn() throws InterruptedException {
        TestBuild build = build().test("true");
        build.run();

        build.engine("other").run(events);

        assertThat(events.summary()).contains("StepStarted script[0]");
    }

    @Test
    void aVerdictHoldsAtWhateverAddressTheEngineIsReached() throws InterruptedException {
        TestBuild build = build().install("write /a 1").test("true");
        build.run();

        build.endpoint("fake:other").run(events);

        assertThat(events.summary()).contains("StepHit script[0]").doesNotContain("StepStarted script[0]");
    }

    @Test
    void keepsEveryPreimageThatOneItKeepsNames() throws InterruptedException, IOException {
        build().install("write /a 1")
                .parallel("write /b 2", "write /c 3")
                .test("cat /a", "cat /b")
                .run();

        List<Path> kept;
        try (Stream<Path> files = Files.list(folder.resolve("cache/preimages"))) {
            kept = files.toList();
        }
        assertThat(kept).hasSize(1 + 1 + 3 + 3).allSatisfy(file -> {
            List<String> named = Pattern.compile("sha256:([0-9a-f]{64})")
                    .matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            boolean start = Files.readString(file).contains("chandler.start.v1");
            assertThat(
                            start
                                    ? List.<Path>of()
                                    : named.stream().map(file::resolveSibling).toList())
                    .allSatisfy(other -> assertThat(other).exists());
        });
    }

    private List<Path> verdicts() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/verdicts"))) {
            return files.toList();
        }
    }

    @Test
    void remembersABuildWhoseLeftoversItCouldNotRemove() {
        host.refuse("create", 1);
        host.refuse("resources", 1);
        TestBuild build = build().install("write /a 1");

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(EngineException.class);
        assertThat(folder.resolve("builds")).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close fake-1", "close fake-2"})
    void triesOnceMoreToRemoveAnInstanceThatCouldNotBeClosed(String call) throws InterruptedException {
        host.refuse(call, 1);
        build().install("write /a 1").test("cat /a").run(events);

        assertThat(events.events(RunEvent.Notice.class).get(0).text()).contains("could not be removed");
        assertThat(host.calls("remove")).containsExactly(call.replace("close", "remove"));
        assertThat(folder.resolve("builds")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "resources"})
    void remembersABuildOfWhichAnInstanceMayStillBeThere(String call) throws InterruptedException {
        host.refuse("close", 1);
        host.refuse(call, 1);
        build().install("write /a 1").run(events);

        assertThat(host.image("app:latest")).isPresent();
        assertThat(events.events(RunEvent.Notice.class)).last().asString().contains("chandler reap");
        assertThat(folder.resolve("builds")).isNotEmptyDirectory();
    }

    @Test
    void oneLeftoverThatStaysKeepsNoOther() {
        host.refuse("close fake-1", 1);
        host.refuse("remove snapshot", 1);
        TestBuild build = build().install(uncached(action("write /a 1")), UnaryOperator.identity())
                .test("fail 1");

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(ProvisionException.class);
        assertThat(host.calls("remove")).hasSize(2);
        assertThat(host.leftovers()).extracting(Resource::kind).containsExactly(Resource.Kind.IMAGE);
        new HostCleaner(host).clean();
    }

    @Test
    void oneLeftoverThatAStrangersEngineLeavesKeepsNoOther() {
        host.at("close fake-1", 1, BuildTest::fail);
        host.at("remove snapshot", 1, BuildTest::fail);
        TestBuild build = build().install(uncached(action("write /a 1")), UnaryOperator.identity())
                .test("fail 1");

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(ProvisionException.class);
        assertThat(host.calls("remove")).hasSize(2);
        assertThat(events.events(RunEvent.Notice.class))
                .extracting(RunEvent.Notice::text)
                .anyMatch(text -> text.contains("no moon"));
        new HostCleaner(host).clean();
    }

    @Test
    void aStrangersEngineThatCannotSayWhatIsLeftFailsNoBuild() throws InterruptedException {
        host.refuse("close", 1);
        host.at("resources", 1, BuildTest::fail);
        build().install("write /a 1").run(events);

        assertThat(host.image("app:latest")).isPresent();
        assertThat(events.events(RunEvent.Notice.class)).last().asString().contains("chandler reap");
    }

    /** As the border around a stranger's engine does. */
    private static void fail() {
        throw new PluginException(Problem.of("CH-PLUGIN-012", "no moon"));
    }

    @Test
    void growsNoChainOfLayersThatTheEngineCannotMount() throws InterruptedException {
        List<String> steps = new ArrayList<>();
        for (int i = 1; i <= 130; i++) {
            steps.add("append /n x");
            TestBuild build = build().install(steps.toArray(String[]::new)).test("cat /n");
            build.run();
            EventRecorder again = new EventRecorder();
            build.run(again);

            assertThat(again.events(RunEvent.StepHit.class)).hasSize(i + 1);
        }
        assertThat(host.resources()).hasSize(130);
        assertThat(file("/n")).hasSize(130);
    }

    @Test
    void stacksNothingOnACheckpointOfABaseThatIsTooDeepItself() throws InterruptedException {
        host.image("deep", new FakeTree(), ImageConfig.EMPTY, 124);
        TestBuild build = build().base(new BaseReference.Image("deep")).install("write /a 1", "append /a 2");
        build.run();
        build.run(events);
        assertThat(events.summary()).contains("StepHit install[0]", "StepHit install[1]");

        EventRecorder longer = new EventRecorder();
        build.install("append /a 3").run(longer);
        assertThat(longer.summary()).contains("StepStarted install[0]", "StepStarted install[2]");
        assertThat(host.resources()).hasSize(2);
    }

    @Test
    void keepsNoVerdictOfARedTest() {
        TestBuild build = build().install("write /a 1").test("fail 1");
        assertThatThrownBy(build::run).isInstanceOf(ProvisionException.class);

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(ProvisionException.class);
        assertThat(events.summary()).contains("StepHit install[0]", "StepFailed script[0]");
    }

    @Test
    void leavesNoCheckpointOfAFailedStepAndGoesOnFromTheLastGoodOne() throws InterruptedException {
        assertThatThrownBy(() -> build().install("write /a 1", "fail 7").run()).isInstanceOf(ProvisionException.class);
        assertThat(host.resources()).hasSize(1);

        build().install("write /a 1", "write /b 2").run(events);

        assertThat(events.summary()).contains("StepHit install[0]", "StepStarted install[1]");
    }

    @Test
    void runsParallelBranchesBesideEachOtherAndKeepsThemAsOne() throws InterruptedException {
        host.at("run", 1, () -> {});
        TestBuild build = build().install("write /a 1").parallel("write /b 2", "write /c 3");
        build.run(events);

        assertThat(events.summary()).contains("CheckpointTaken install[1]");
        assertThat(file("/b") + file("/c")).isEqualToIgnoringWhitespace("23");
        EventRecorder second = new EventRecorder();
        build.run(second);
        assertThat(second.summary())
                .contains("StepHit install[0]", "StepHit install[1].branch[0]", "StepHit install[1].branch[1]");
    }

    @Test
    void endsTheOtherBranchesWhenOneFails() {
        TestBuild build = build().parallel("block forever", "fail 3");

        assertThatThrownBy(() -> build.run(events))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.what())
                                .containsExactly("step \"install[0].branch[1]\" failed: 3"));
        assertThat(events.summary()).contains("StepCancelled install[0].branch[0]");
        assertThat(host.resources()).isEmpty();
    }

    @Test
    void endsWhatAStepHasLeftBeforeTheNextBegins() throws InterruptedException {
        build().install("spawn daemon", "ps").run(events);

        assertThat(events.output("install[1]")).doesNotContain("daemon");
    }

    @Test
    void triesAgainOnWhatTheFailedTryLeftAndReportsTheLastFailure() {
        TestBuild build = build().prepared(FailingStep::new)
                .install(retried(action("append /tries x"), 2), UnaryOperator.identity());

        assertThatThrownBy(() -> build.run(events))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("failed on xxx");
        assertThat(events.events(RunEvent.StepRetried.class))
                .extracting(retried -> retried.problem().what())
                .containsExactly("failed on x", "failed on xx");
    }

    /** Does its work, and then fails with what is in {@code /tries}. */
    private record FailingStep(PreparedStep step) implements PreparedStep {

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public void describe(KeyBuilder key) throws InterruptedException {
            step.describe(key);
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            step.run(context);
            RecordedOutput tries = new RecordedOutput();
            context.communicator().run(context.command(List.of("cat", "/tries")).build(), tries);
            throw new ProvisionException(Problem.of("CH-STEP-001", "failed on " + tries.out()));
        }
    }

    @Test
    void endsAStepThatTakesLongerThanItsTimeout() {
        TestBuild build =
                build().install(limited(action("block forever"), Duration.ofMillis(50)), UnaryOperator.identity());

        assertThatThrownBy(() -> build.run(events))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("took longer than 50 ms");
    }

    @Test
    void runsAnUncachedStepAndAllAfterItEachTime() throws InterruptedException {
        TestBuild build = build().install("write /a 1")
                .install(uncached(action("append /a 2")), UnaryOperator.identity())
                .install("append /a 3");
        build.run();
        build.run(events);

        assertThat(events.summary()).contains("StepHit install[0]", "StepStarted install[1]", "StepStarted install[2]");
        assertThat(file("/a")).isEqualToIgnoringWhitespace("123");
        assertThat(host.resources()).hasSize(1);
    }

    @Test
    void runsEverythingWithoutTheCacheAndKeepsTheResults() throws InterruptedException {
        build().install("write /a 1").test("cat /a").run();
        build().install("write /a 1").test("cat /a").noCache().run(events);

        assertThat(events.summary()).contains("StepStarted install[0]", "StepStarted script[0]");
        assertThat(host.resources()).hasSize(2);
    }

    @Test
    void runsUpToAStepAndPublishesNothing() throws InterruptedException {
        build().install("write /a 1", "write /b 2")
                .test("fail 1")
                .until("install[0]")
                .run(events);

        assertThat(events.summary()).doesNotContain("Published", "StepStarted install[1]");
        assertThat(host.image("app:latest")).isEmpty();
        assertThat(host.resources()).hasSize(1);
    }

    @Test
    void hasTheInstanceRetireWhenAllTestsAreGreenAndThenPublishes() throws InterruptedException {
        build().install("write /a 1").test("cat /a").run(events);

        assertThat(host.calls().stream().filter(call -> call.matches("(retire|publish|close) .*")))
                .containsExactly("close fake-2", "retire fake-1", "publish app:latest", "close fake-1");
    }

    @Test
    void publishesTheBaseItselfWhereThereIsNothingToDo() throws InterruptedException {
        build().run(events);

        assertThat(host.instancesStarted()).isZero();
        assertThat(host.image("app:latest")).isPresent();
    }

    @Test
    void giveStepsTheBasesTheManifestsAndTheirOwnEnvironmentButNothingElse() throws InterruptedException {
        build().env(Map.of("A", "manifest", "B", "manifest"))
                .install(
                        surrounded(
                                action("env A; env B; env PATH; env HTTP_PROXY; env HOSTNAME; pwd; whoami"),
                                Map.of("B", "step"),
                                "work",
                                "app"),
                        UnaryOperator.identity())
                .run(events);

        assertThat(events.output("install[0]"))
                .contains("manifest", "step", "/usr/local/sbin:", "http://proxy:3128", "/work", "app");
    }

    @Test
    void keepsTheInstanceOfAFailedStepWhereAsked() {
        TestBuild build = build().install("write /a 1", "fail 1").keepOnError();

        assertThatThrownBy(() -> build.run(events))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("look into the instance that was kept")
                .hasMessageNotContaining("--on-error keep");

        assertThat(host.resources()).extracting(Resource::kind).contains(Resource.Kind.INSTANCE);
        assertThat(events.events(RunEvent.Notice.class).get(0).text()).contains("chandler reap");
        host.recover();
        new HostCleaner(host).clean();
    }

    @Test
    void saysWhatFailedWhereAStrangersEngineCannotKeepTheInstanceEither() {
        host.at("keep", 1, BuildTest::fail);
        TestBuild build = build().install("write /a 1", "fail 1").keepOnError();

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(ProvisionException.class);
        assertThat(events.events(RunEvent.Notice.class).get(0).text()).contains("no moon");
        host.recover();
        new HostCleaner(host).clean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "run", "end", "snapshot", "retire", "publish"})
    void cleansUpAndPublishesNothingWhenTheEngineRefuses(String call) {
        host.refuse(call, 1);
        TestBuild build = build().install("write /a 1").test("cat /a");

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(EngineException.class);
        assertThat(host.image("app:latest")).isEmpty();
        assertThat(events.summary()).endsWith("RunEnded FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "run", "end", "snapshot", "retire", "publish"})
    void cleansUpAndPublishesNothingWhenCancelled(String call) {
        Thread worker = Thread.currentThread();
        host.at(call, 1, worker::interrupt);
        TestBuild build = build().install("write /a 1").test("cat /a");

        assertThatThrownBy(() -> build.run(events)).isInstanceOf(InterruptedException.class);
        assertThat(events.summary()).endsWith("RunEnded CANCELLED");
        assertThat(host.image("app:latest")).isEmpty();
        Thread.interrupted();
    }

    @Test
    void runsATestThatStartsNoProcessOnScratch() throws InterruptedException {
        build().base(new BaseReference.Scratch())
                .prepared(PutStep::new)
                .install("a")
                .test("b")
                .run(events);

        assertThat(host.calls("put")).containsExactly("put fake-1 /a", "put fake-2 /b");
        assertThat(events.summary()).contains("StepSucceeded script[0]", "RunEnded SUCCEEDED");
    }

    /** Puts a file into a directory that has the step's title as its name, and starts nothing. */
    private record PutStep(PreparedStep step) implements PreparedStep {

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public boolean runsCommands() {
            return false;
        }

        @Override
        public void describe(KeyBuilder key) throws InterruptedException {
            step.describe(key);
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            context.communicator().put("/" + title(), new TarFiles().file("f", 0644, 0, "content").stream());
        }
    }

    @Test
    void runsNoMoreAtOnceThanItMay() throws Exception {
        TestBuild build = build().jobs(2).parallel("block a", "block b", "block c");
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            try {
                build.run(events);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        host.latch("a").awaitReached();
        host.latch("b").awaitReached();
        assertThat(host.latch("c").reached()).isFalse();

        host.latch("a").release();
        host.latch("c").awaitReached();
        host.latch("b").release();
        host.latch("c").release();
        run.get(20, TimeUnit.SECONDS);
        assertThat(host.commandsAtOnce()).isEqualTo(2);
    }

    @Test
    void numbersItsStepsAndTests() throws InterruptedException {
        build().install("true", "true").parallel("true", "true").test("true").run(events);

        assertThat(events.events(RunEvent.RunStarted.class))
                .extracting(RunEvent.RunStarted::steps)
                .isEqualTo(List.of(5));
    }
}
