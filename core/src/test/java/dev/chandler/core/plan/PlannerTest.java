package dev.chandler.core.plan;

import static dev.chandler.core.TestBuild.action;
import static dev.chandler.core.TestBuild.limited;
import static dev.chandler.core.TestBuild.named;
import static dev.chandler.core.TestBuild.provisioned;
import static dev.chandler.core.TestBuild.retried;
import static dev.chandler.core.TestBuild.shelled;
import static dev.chandler.core.TestBuild.surrounded;
import static dev.chandler.core.TestBuild.uncached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();

    private TestBuild build() {
        return new TestBuild(host, folder);
    }

    private Digest key(TestBuild build) throws InterruptedException {
        List<TaskPlan> tasks = build.plan().tasks();
        return tasks.get(tasks.size() - 1).preimage().key();
    }

    private Digest key(UnaryOperator<ActionSpec> change) throws InterruptedException {
        return key(build().install(action("true"), change));
    }

    @Test
    void takesNamesTimeoutsAndRetriesForNothing() throws InterruptedException {
        assertThat(List.of(
                        key(a -> named(a, "other")),
                        key(a -> limited(a, Duration.ofSeconds(3))),
                        key(a -> retried(a, 4))))
                .containsOnly(key(UnaryOperator.identity()));
    }

    @Test
    void changesTheKeyWithEverythingThatAStepCanSee() throws InterruptedException {
        host.image("other", new FakeTree().put("/a", "1"), ImageConfig.EMPTY);
        List<Digest> keys = List.of(
                key(build().install("true")),
                key(build().install("false")),
                key(build().env(Map.of("A", "1")).install("true")),
                key(a -> surrounded(a, Map.of(), "/", "root")),
                key(a -> surrounded(a, Map.of("B", "1"), "/", "root")),
                key(a -> surrounded(a, Map.of(), "/w", "root")),
                key(a -> surrounded(a, Map.of(), "/", "app")),
                key(a -> shelled(a, "/bin/bash", "-c")),
                key(a -> provisioned(a, "other")),
                key(build().keyVersion("2").install("true")),
                key(build().base(new BaseReference.Image("other")).install("true")),
                key(build().platform(new Platform("linux", "arm64", "")).install("true")),
                key(build().platform(new Platform("linux", "arm64", "v8")).install("true")),
                key(build().install("first", "true")),
                key(build().parallel("true")));

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void changesTheKeyWithTheProvisionerAlsoWhereItGivesNoFields() throws InterruptedException {
        UnaryOperator<PreparedStep> silent = step -> new Described(step, List.of());
        Digest one = key(build().prepared(silent).install("true"));
        Digest other = key(build().prepared(silent).install(action("true"), a -> provisioned(a, "other")));

        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void changesEveryKeyBehindAChange() throws InterruptedException {
        List<TaskPlan> one = build().install("a", "b", "c").plan().tasks();
        List<TaskPlan> two = build().install("a", "x", "c").plan().tasks();

        assertThat(one.get(0).preimage().key()).isEqualTo(two.get(0).preimage().key());
        assertThat(one.get(1).preimage().key())
                .isNotEqualTo(two.get(1).preimage().key());
        assertThat(one.get(2).preimage().key())
                .isNotEqualTo(two.get(2).preimage().key());
    }

    @Test
    void takesWhateverNamesAProvisionerGivesItsFields() throws InterruptedException {
        List<String> names = List.of(
                "format", "parent", "provisioner", "provisioner version", "env", "user", "workdir", "umask", "a.b");
        Digest usual = key(build().install("true"));
        Digest described =
                key(build().prepared(step -> new Described(step, names)).install("true"));

        assertThat(described).isNotEqualTo(usual);
    }

    /** A step that gives its key a field of each of these names. */
    private record Described(PreparedStep step, List<String> names) implements PreparedStep {

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public void describe(KeyBuilder key) {
            names.forEach(name -> key.field(name, "1"));
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            step.run(context);
        }
    }

    @Test
    void givesAnUncachedStepANewKeyEachTime() throws InterruptedException {
        assertThat(key(a -> uncached(a))).isNotEqualTo(key(a -> uncached(a)));
    }

    @Test
    void writesEveryFieldOfAKeyDown() throws InterruptedException {
        TestBuild build =
                build().env(Map.of("A", "1")).install(action("true"), a -> surrounded(a, Map.of(), "/w", "app"));
        String preimage = build.plan().tasks().get(0).preimage().text();

        Golden.assertMatches("plan/preimage.txt", preimage);
    }

    @Test
    void asksTheEngineForAllKeysAtOnceAndStartsNothing() throws InterruptedException {
        build().install("a", "b", "c").test("d").plan();

        assertThat(host.calls("find")).containsExactly("find 3");
        assertThat(host.instancesStarted()).isZero();
    }

    @Test
    void runsEverythingWhereTheBaseHasToBePulled() throws InterruptedException {
        host.remoteImage("far", new FakeTree().put("/bin/sh", "1"), ImageConfig.EMPTY);
        Plan plan = build().base(new BaseReference.Image("far")).install("true").plan();

        assertThat(plan.hits()).isZero();
        assertThat(plan.tasks().get(0).reason()).isEqualTo("the base has to be pulled first");
    }

    @Test
    void looksAlikeInATerminal() throws InterruptedException {
        build().install("write /a 1", "write /b 2").test("cat /a").run();
        TestBuild build = build().install("write /a 1", "write /b changed")
                .parallel("true", "true")
                .test("cat /a");

        Golden.assertMatches("plan/plan.txt", build.planText());
    }

    @Test
    void saysWhenThereIsNothingToRun() throws InterruptedException {
        TestBuild build = build().install("write /a 1").test("cat /a");
        build.run();

        Golden.assertMatches("plan/unchanged.txt", PlanText.of(build.plan(), List.of("app:latest")));
    }

    @Test
    void refusesABaseWithTriggers() {
        host.image(
                "trap",
                new FakeTree(),
                ImageConfig.builder().onBuild(List.of("RUN make")).build());

        assertThatThrownBy(() -> build().base(new BaseReference.Image("trap")).plan())
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("ONBUILD");
    }

    @Test
    void warnsOfABaseWithVolumes() throws InterruptedException {
        host.image(
                "db",
                new FakeTree(),
                ImageConfig.builder().volumes(Set.of("/data")).build());

        assertThat(build().base(new BaseReference.Image("db")).plan().warnings())
                .extracting(warning -> warning.what())
                .containsExactly("the base declares volumes: /data");
    }
}
