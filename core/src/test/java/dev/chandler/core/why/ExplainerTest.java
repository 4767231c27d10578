package dev.chandler.core.why;

import static dev.chandler.core.TestBuild.action;
import static dev.chandler.core.TestBuild.given;
import static dev.chandler.core.TestBuild.limited;
import static dev.chandler.core.TestBuild.named;
import static dev.chandler.core.TestBuild.shelled;
import static dev.chandler.core.TestBuild.surrounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Network;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.ReadingStep;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import dev.chandler.core.manifest.SecretSource;
import dev.chandler.core.manifest.SecretSpec;
import dev.chandler.core.manifest.Sharing;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thing is changed at a time: what runs, and what is said of it. */
class ExplainerTest {

    private static final Location HERE = new Location("chandler.yml", 1, 1);

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();

    private TestBuild build(String... steps) {
        return new TestBuild(host, folder).install(steps);
    }

    private TestBuild step(UnaryOperator<ActionSpec> change) {
        return build().install(action("write /a 1"), change);
    }

    private static InstanceSection section(UnaryOperator<InstanceSettings.Builder> change) {
        return new InstanceSection(change.apply(InstanceSettings.builder()).build(), List.of(), Map.of());
    }

    private static InstanceSection mounted(Mount mount) {
        return new InstanceSection(
                InstanceSettings.builder().mount(mount).build(),
                List.of(new MountSpec(mount, Sharing.SHARED, HERE)),
                Map.of());
    }

    private static void assertReason(TestBuild before, TestBuild after, String words) throws InterruptedException {
        before.run();
        assertThat(after.reasons()).containsEntry("install[0]", words);
    }

    @Test
    void nothingRunsWhereNothingChanged() throws InterruptedException {
        build("write /a 1").test("cat /a").run();

        assertThat(build("write /a 1").test("cat /a").reasons()).isEmpty();
    }

    @Test
    void aNameATimeoutAndAVariableThatNobodyUsesChangeNothing() throws InterruptedException {
        build("write /a 1").variables(Map.of("unused", "1")).run();

        assertThat(build("write /a 1").variables(Map.of("unused", "2")).reasons())
                .isEmpty();
        assertThat(step(a -> named(a, "other")).reasons()).isEmpty();
        assertThat(step(a -> limited(a, Duration.ofSeconds(3))).reasons()).isEmpty();
    }

    @Test
    void theFirstTimeThePlansOwnReasonStands() throws InterruptedException {
        assertThat(build("write /a 1", "write /b 1").test("cat /a").reasons())
                .containsEntry("install[0]", "no checkpoint")
                .containsEntry("install[1]", "because the step before it, install[0], runs")
                .containsEntry("script[0]", "because a step before it, install[0], runs");
    }

    @Test
    void aSettingIsNamed() throws InterruptedException {
        assertReason(build("write /a 1"), build("write /a 2"), "because text changed");
    }

    @Test
    void aVariableIsNamedThatTheChangeFollowsFrom() throws InterruptedException {
        assertReason(
                build("write /a v1.2").variables(Map.of("version", "1.2", "other", "x")),
                build("write /a v1.3").variables(Map.of("version", "1.3", "other", "x")),
                "because variable version changed");
    }

    @Test
    void aVariableIsNotBlamedForMoreThanItDid() throws InterruptedException {
        assertReason(
                build("write /a v1.2").variables(Map.of("version", "1.2")),
                build("write /b v1.3").variables(Map.of("version", "1.3")),
                "because text changed");
    }

    @Test
    void theEnvironmentIsNamedByVariable() throws InterruptedException {
        assertReason(
                build("write /a 1").env(Map.of("A", "1", "B", "1")),
                build("write /a 1").env(Map.of("A", "1", "B", "2")),
                "because environment B changed");
        assertThat(build("write /a 1").env(Map.of("A", "1")).reasons())
                .containsEntry("install[0]", "because environment B is gone");
        assertThat(build("write /a 1").env(Map.of("A", "1", "B", "1", "C", "")).reasons())
                .containsEntry("install[0]", "because environment C is new");
    }

    @Test
    void userWorkdirAndShellAreNamed() throws InterruptedException {
        step(a -> surrounded(a, Map.of(), "/", "root")).run();

        assertThat(step(a -> surrounded(a, Map.of(), "/", "app")).reasons())
                .containsEntry("install[0]", "because user changed");
        assertThat(step(a -> surrounded(a, Map.of(), "/w", "root")).reasons())
                .containsEntry("install[0]", "because workdir changed");
        assertThat(step(a -> shelled(surrounded(a, Map.of(), "/", "root"), "/bin/bash", "-c"))
                        .reasons())
                .containsEntry("install[0]", "because shell changed");
    }

    @Test
    void severalAreCounted() throws InterruptedException {
        assertReason(
                build("write /a 1"),
                build("write /a 2").env(Map.of("A", "1")).keyVersion("2"),
                "because plugin version changed, and 2 more");
    }

    @Test
    void theVersionOfAPluginIsNamed() throws InterruptedException {
        assertReason(build("write /a 1"), build("write /a 1").keyVersion("2"), "because plugin version changed");
    }

    @Test
    void aBaseThatMovedIsWhyEverythingRuns() throws InterruptedException {
        build("write /a 1", "write /b 1").test("cat /a").run();
        host.image("busybox", new FakeTree().put("/bin/sh", "other"), ImageConfig.EMPTY);

        assertThat(build("write /a 1", "write /b 1").test("cat /a").reasons())
                .isEqualTo(Map.of(
                        "install[0]", "because base changed",
                        "install[1]", "because base changed",
                        "script[0]", "because base changed"));
    }

    @Test
    void thePlatformIsNamed() throws InterruptedException {
        assertReason(
                build("write /a 1"),
                build("write /a 1").platform(new Platform("linux", "arm64", "")),
                "because platform changed");
    }

    @Test
    void theNetworkIsNamed() throws InterruptedException {
        assertReason(
                build("write /a 1"),
                build("write /a 1").instance(section(s -> s.network(new Network(Network.Kind.NONE, "")))),
                "because network changed");
    }

    @Test
    void aMountIsNamedByItsPlace() throws InterruptedException {
        assertReason(
                build("write /a 1").instance(mounted(new Mount.Cache("pip", "/cache"))),
                build("write /a 1").instance(mounted(new Mount.Cache("npm", "/cache"))),
                "because mount /cache changed");
    }

    @Test
    void theToolboxIsNamed() throws InterruptedException {
        try (FakeEngine engine = host.connect("tools")) {
            engine.keepToolbox(Digest.of("a"), () -> new ByteArrayInputStream(new byte[1024]));
        }
        assertReason(
                build("write /a 1").instance(mounted(new Mount.Toolbox(Digest.of("a"), "/dev/shm/t"))),
                build("write /a 1").instance(mounted(new Mount.Toolbox(Digest.of("b"), "/dev/shm/t"))),
                "because toolbox changed");
    }

    @Test
    void aSecretsValueChangesNothingAndItsSourceIsNamedWithoutOne() throws InterruptedException {
        SecretSpec one = new SecretSpec("pypi", new SecretSource.Variable("ONE"), Optional.empty(), HERE);
        SecretSpec two = new SecretSpec("pypi", new SecretSource.Variable("TWO"), Optional.empty(), HERE);
        SecretSpec newer = new SecretSpec("pypi", new SecretSource.Variable("ONE"), Optional.of("2"), HERE);
        step(a -> given(a, one))
                .client(Map.of("ONE", "hunter2-hunter2", "TWO", "x"))
                .run();

        assertThat(step(a -> given(a, one))
                        .client(Map.of("ONE", "swordfish-sword"))
                        .reasons())
                .isEmpty();
        assertThat(step(a -> given(a, two)).client(Map.of("TWO", "x")).reasons())
                .containsEntry("install[0]", "because secret pypi changed");
        assertThat(step(a -> given(a, newer)).client(Map.of("ONE", "x")).reasons())
                .containsEntry("install[0]", "because version of secret pypi is new");
        assertThat(step(a -> given(a, two)).client(Map.of("TWO", "x")).why("install[0]"))
                .doesNotContain("ONE", "TWO");
    }

    @Test
    void whatIsReadFromOutsideIsNamedWithoutItsValue() throws InterruptedException {
        ReadingStep.Server server = new ReadingStep.Server().put("port", "8080");
        build("read port", "write /b 1").prepared(server.steps()).run();
        server.put("port", "9090");
        TestBuild again = build("read port", "write /b 1").prepared(server.steps());

        assertThat(again.reasons())
                .containsEntry("install[0]", "because key port changed")
                .containsEntry("install[1]", "because the step before it, install[0], changed");
        assertThat(again.why("install[0]")).doesNotContain("8080", "9090", "sha256");
    }

    @Test
    void theFirstStepThatChangedIsNamedByAllBehindIt() throws InterruptedException {
        build("write /a 1", "write /b 1", "write /c 1").test("cat /a").run();

        assertThat(build("write /a 1", "write /b 2", "write /c 1")
                        .test("cat /a")
                        .reasons())
                .isEqualTo(Map.of(
                        "install[1]", "because text changed",
                        "install[2]", "because the step before it, install[1], changed",
                        "script[0]", "because a step before it, install[1], changed"));
    }

    @Test
    void whatChangedItselfSaysSoAlsoBehindAnother() throws InterruptedException {
        build("write /a 1", "write /b 1").run();

        assertThat(build("write /a 2", "write /b 2").env(Map.of()).reasons())
                .isEqualTo(Map.of("install[0]", "because text changed", "install[1]", "because text changed"));
        assertThat(build("write /a 2", "write /b 2").why("install[1]")).contains("before   install[0]");
    }

    @Test
    void aStepThatIsPutInMakesTheOthersNoOthers() throws InterruptedException {
        build("write /a 1", "write /b 1").run();

        assertThat(build("write /a 1", "echo hello", "write /b 1").reasons())
                .isEqualTo(Map.of(
                        "install[1]", "because it is new",
                        "install[2]", "because the step before it, install[1], changed"));
    }

    @Test
    void aStepThatIsPutInBesideAChangeIsToldFromIt() throws InterruptedException {
        build("write /a 1", "write /some/file 1", "write /c 1").run();

        assertThat(build("write /a 1", "echo hello", "write /some/file 2", "write /c 1")
                        .reasons())
                .isEqualTo(Map.of(
                        "install[1]", "because it is new",
                        "install[2]", "because text changed",
                        "install[3]", "because a step before it, install[1], changed"));
    }

    @Test
    void aStepThatIsTakenOutIsNamedByWhatItDid() throws InterruptedException {
        build("write /a 1", "echo hello", "write /b 1", "write /c 1").run();

        assertThat(build("write /a 1", "write /b 1", "write /c 1").reasons())
                .isEqualTo(Map.of(
                        "install[1]", "because a step before it is gone: echo hello",
                        "install[2]", "because the step before it, install[1], changed"));
    }

    @Test
    void otherOrderIsCalledThat() throws InterruptedException {
        build("write /a 1", "write /b 1", "write /c 1").run();

        assertThat(build("write /a 1", "write /c 1", "write /b 1").reasons())
                .isEqualTo(Map.of(
                        "install[1]", "because the order of the steps changed",
                        "install[2]", "because the step before it, install[1], changed"));
    }

    @Test
    void aRenamedStepIsFoundByWhatItDoes() throws InterruptedException {
        build("write /a 1")
                .install(action("write /some/file 1"), a -> named(a, "old"))
                .run();

        assertThat(build("write /a 1")
                        .install(action("write /some/file 2"), a -> named(a, "new"))
                        .reasons())
                .isEqualTo(Map.of("new", "because text changed"));
    }

    @Test
    void oneMoreItemOfAListIsOneNewStep() throws InterruptedException {
        build("write /list/curl 1", "write /list/git 1").run();

        assertThat(build("write /list/curl 1", "write /list/git 1", "write /list/vim 1")
                        .reasons())
                .isEqualTo(Map.of("install[2]", "because it is new"));
    }

    @Test
    void aBranchOfABlockIsLookedInto() throws InterruptedException {
        build("write /a 1").parallel("write /b 1", "write /c 1").run();

        assertThat(build("write /a 1").parallel("write /b 1", "write /c 2").reasons())
                .isEqualTo(Map.of("install[1]", "because text changed"));
        assertThat(build("write /a 1")
                        .parallel("write /b 1", "write /c 1", "echo x")
                        .reasons())
                .isEqualTo(Map.of("install[1]", "because echo x is new"));
    }

    @Test
    void aTestThatChangedIsNamedAlone() throws InterruptedException {
        build("write /a 1").test("cat /a").test("true").run();

        assertThat(build("write /a 1").test("cat /a").test("cat /a ; true").reasons())
                .isEqualTo(Map.of("script[1]", "because text changed"));
    }

    @Test
    void aStateThatIsGoneIsNoChange() throws InterruptedException {
        build("write /a 1").run();
        removeStates();

        assertThat(build("write /a 1").reasons())
                .isEqualTo(Map.of("install[0]", "because its state was not kept or is gone, though nothing changed"));
    }

    @Test
    void anUncachedStepIsNamedByWhatIsBehindIt() throws InterruptedException {
        TestBuild build = build("write /a 1")
                .install(action("write /b 1"), TestBuild::uncached)
                .install("write /c 1");
        build.run();

        assertThat(build.reasons())
                .isEqualTo(Map.of(
                        "install[1]", "cache: false",
                        "install[2]", "because the step before it, install[1], runs"));
    }

    @Test
    void theBuildThatIsComparedIsTheOneWithMostInCommon() throws InterruptedException {
        build("write /a 1", "write /b 1").run();
        build("write /a 2", "write /b 2").run();

        assertThat(build("write /a 1", "write /b 3").reasons()).isEqualTo(Map.of("install[1]", "because text changed"));
    }

    @Test
    void aStepThatFailedIsComparedWithTheBuildBefore() throws InterruptedException {
        build("write /a 1", "write /b 1").run();
        assertThatThrownBy(() -> build("write /a 1", "exit 3").run()).isInstanceOf(ProvisionException.class);

        assertThat(build("write /a 1", "write /b 2").reasons()).isEqualTo(Map.of("install[1]", "because text changed"));
    }

    @Test
    void aStepThatHasOnlyEverFailedIsSaidToHave() throws InterruptedException {
        assertThatThrownBy(() -> build("write /a 1", "exit 3").run()).isInstanceOf(ProvisionException.class);

        assertThat(build("write /a 1", "exit 3").reasons())
                .isEqualTo(Map.of("install[1]", "because no run of it is known that ended well"));
    }

    @Test
    void aStepBeforeItThatChangedIsExplainedAlsoWhereItsStateIsThere() throws InterruptedException {
        build("write /one 1", "write /b 1", "cat /one")
                .variables(Map.of("v", "one"))
                .run();
        TestBuild failing = build("write /two 1", "write /b 1", "cat /one").variables(Map.of("v", "two"));
        assertThatThrownBy(failing::run).isInstanceOf(ProvisionException.class);

        assertThat(failing.why("install[2]"))
                .contains("because a step before it, install[0], changed")
                .contains("before   install[0]\n         because variable v changed\n");
    }

    @Test
    void aBuildThatTheEngineBrokeIsComparedAsFarAsItCame() throws InterruptedException {
        host.refuse("run fake-1: write /b 1", 1);
        assertThatThrownBy(() -> build("write /a 1", "write /b 1").run()).isInstanceOf(EngineException.class);

        assertThat(build("write /a 2", "write /b 1").reasons())
                .isEqualTo(Map.of(
                        "install[0]", "because text changed",
                        "install[1]", "because no run of it is known that ended well"));
    }

    @Test
    void aProjectInAnotherFolderIsFoundByItsName() throws Exception {
        build("write /a 1").run();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));

        assertThat(build("write /a 2").directory(elsewhere).reasons())
                .isEqualTo(Map.of("install[0]", "because text changed"));
    }

    @Test
    void manyStepsAreComparedQuickly() throws InterruptedException {
        String[] steps = new String[400];
        Arrays.setAll(steps, i -> "write /many " + i);
        build(steps).run();
        Arrays.setAll(steps, i -> "write /many " + i * 2);

        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(build(steps).reasons())
                        .hasSize(399)
                        .containsEntry("install[1]", "because a step before it is gone: write /many 1"));
    }

    @Test
    void onlyTheLastBuildsAreKept() throws Exception {
        for (int i = 0; i < 8; i++) {
            build("write /a " + i).run();
        }

        try (var files = Files.list(folder.resolve("cache/runs"))) {
            assertThat(files.toList())
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .contains("/a 7", "/a 2")
                            .doesNotContain("/a 1"));
        }
    }

    @Test
    void anotherEndpointHasOtherBuilds() throws InterruptedException {
        build("write /a 1").run();

        assertThat(build("write /a 2").endpoint("fake:other").reasons())
                .isEqualTo(Map.of("install[0]", "no checkpoint"));
    }

    @Test
    void withoutTheCacheThatIsTheReason() throws InterruptedException {
        build("write /a 1").run();

        assertThat(build("write /a 2").noCache().reasons()).isEmpty();
        assertThat(build("write /a 2").noCache().why("install[0]")).endsWith("\n         --no-cache\n");
    }

    @Test
    void aBuildThatFindsEverythingWritesNothing() throws Exception {
        build("write /a 1").test("cat /a").run();
        Path runs = folder.resolve("cache/runs");
        Map<Path, Object> before = times(runs);

        build("write /a 1").test("cat /a").run();

        assertThat(times(runs)).isEqualTo(before).hasSize(2);
    }

    private static Map<Path, Object> times(Path folder) throws IOException {
        Map<Path, Object> times = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                times.put(file, Files.readAttributes(file, "unix:ino,lastModifiedTime"));
            }
        }
        return times;
    }

    private void removeStates() throws InterruptedException {
        try (FakeEngine engine = host.connect("prune")) {
            for (Resource resource : engine.resources()) {
                engine.remove(resource);
            }
        }
    }
}
