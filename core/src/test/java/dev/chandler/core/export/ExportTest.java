package dev.chandler.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.LiveBuilds;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an image that is carried from one place to others. */
class ExportTest {

    private static final FakeTree TREE = new FakeTree().put("/a", "1");
    private static final ImageConfig CONFIG =
            ImageConfig.builder().cmd(List.of("serve")).build();

    @TempDir
    Path state;

    @TempDir
    Path out;

    private final FakeHost host = new FakeHost().image("app:1", TREE, CONFIG);
    /** What a staged layout is found as there. */
    private final FakeHost other = new FakeHost().with(Capability.BASE_OCI).image("oci image", TREE, CONFIG);

    private EventRecorder events = new EventRecorder();
    private final FakeEngine from = host.connect("from");
    private final FakeEngine to = other.connect("to", "other", "other:");
    private LiveBuilds builds;

    @BeforeEach
    void open() {
        builds = new LiveBuilds(state.resolve("builds"));
    }

    @AfterEach
    void nothingIsStaged() throws IOException {
        if (Files.isDirectory(state.resolve("exports"))) {
            assertThat(state.resolve("exports")).isEmptyDirectory();
        }
        if (!events.events().isEmpty()) {
            events.assertGrammar();
        }
    }

    private Export read(String text, String... places) {
        return new ExportReader(out, Set.of("fake", "other")).read(text, List.of(places), List.of());
    }

    private BuildResult run(Export export, PullPolicy pull) throws InterruptedException {
        events = new EventRecorder();
        Map<String, Engine> targets = Map.of("other", to, "fake", from);
        ExportSource source =
                export.file().isPresent() ? export.inFile(Optional.empty(), Optional.empty()) : export.on(from, pull);
        try (LiveBuild build = builds.start();
                Staging staging = new Staging(state.resolve("exports"), builds, build.id())) {
            return new Exporter(Clock.systemUTC(), new EventBus(List.of(events)), staging).run(export, source, targets);
        }
    }

    private BuildResult export(String text, String... places) throws InterruptedException {
        return run(read(text, places), PullPolicy.NEVER);
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    @Test
    void anImageOfAnEngineGoesToAllKindsOfPlacesInTurn() throws InterruptedException {
        BuildResult result =
                export("app:1", "oci:image", "other:team/app:2", "registry:host/app:1", "docker-archive:app.tar");

        assertThat(result.problems()).isEmpty();
        assertThat(result.outputs())
                .extracting(made -> made.output().text())
                .containsExactly("oci:image", "other:team/app:2", "registry:host/app:1", "docker-archive:app.tar");
        assertThat(out.resolve("image/index.json")).content().contains("\"1\"");
        assertThat(out.resolve("app.tar")).isNotEmptyFile();
        assertThat(other.image("team/app:2")).isEqualTo(host.image("app:1"));
        assertThat(host.pushed("host/app:1")).isEqualTo(host.image("app:1"));
        assertThat(events.summary())
                .containsExactly("OutputMade", "OutputMade", "OutputMade", "OutputMade", "RunEnded SUCCEEDED");
        assertThat(host.instancesStarted() + other.instancesStarted()).isZero();
    }

    @Test
    void anIdIsAnImageWithoutAName() throws InterruptedException {
        String id = host.image("app:1").orElseThrow().id().toString();

        BuildResult result = export(id, "oci:image");

        assertThat(result.artifact().orElseThrow().references()).isEmpty();
        assertThat(result.artifact().orElseThrow().id()).hasToString(id);
    }

    @Test
    void whatIsNotThereIsSaidAndNothingIsPulled() {
        host.remoteImage("far:1", TREE, CONFIG);

        assertThatThrownBy(() -> export("far:1", "oci:image"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(codes(e.problems())).containsExactly("CH-OUTPUT-020"));
        assertThat(host.calls("pull")).isEmpty();
        assertThat(out).isEmptyDirectory();
        assertThat(events.summary()).containsExactly("RunEnded FAILED");
    }

    @Test
    void itIsPulledWhereThatIsAskedFor() throws InterruptedException {
        host.remoteImage("far:1", TREE, CONFIG);

        run(read("far:1", "oci:image"), PullPolicy.MISSING);

        assertThat(host.calls("pull")).containsExactly("pull far:1");
        assertThat(out.resolve("image/index.json")).exists();
    }

    @Test
    void whenOneFailsTheOthersAreMade() throws InterruptedException {
        host.refuse("push host/app:1", 1);

        BuildResult result = export("app:1", "registry:host/app:1", "registry:host/app:2", "oci:image");

        assertThat(codes(result.problems())).containsExactly("CH-FAKE-001");
        assertThat(result.outputs())
                .extracting(made -> made.output().text())
                .containsExactly("registry:host/app:2", "oci:image");
        assertThat(events.summary()).containsExactly("OutputFailed", "OutputMade", "OutputMade", "RunEnded FAILED");
    }

    @Test
    void whenAStrangersEngineFailsTheOthersAreMade() throws InterruptedException {
        other.at("publish", 1, () -> {
            throw new PluginException(Problem.of("CH-PLUGIN-012", "no moon"));
        });

        BuildResult result = export("app:1", "other:a:1", "other:b:2", "oci:image");

        assertThat(other.calls("publish")).hasSize(1);
        assertThat(codes(result.problems())).containsExactly("CH-PLUGIN-012");
        assertThat(result.outputs()).hasSize(1);
    }

    @Test
    void whatAStrangersEngineCannotRemoveIsANotice() throws InterruptedException {
        other.at(
                "publish",
                1,
                () -> keepOnOther(other.image("oci image").orElseThrow().id()));
        other.at("remove", 1, () -> {
            throw new PluginException(Problem.of("CH-PLUGIN-012", "no moon"));
        });

        BuildResult result = export("app:1", "other:app:1");

        assertThat(result.problems()).isEmpty();
        assertThat(events.events(RunEvent.Notice.class))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("no moon"));
    }

    @Test
    void allNamesOnAnEngineMoveTogether() throws InterruptedException {
        export("app:1", "other:a:1", "oci:image", "other:b:2");

        assertThat(other.calls("publish")).containsExactly("publish a:1, b:2");
        assertThat(host.calls("export")).hasSize(2);
    }

    @Test
    void anEngineThatRefusesIsAskedOnceAndSaidOnce() throws InterruptedException {
        other.refuse("publish", 1);

        BuildResult result = export("app:1", "other:a:1", "other:b:2");

        assertThat(other.calls("publish")).hasSize(1);
        assertThat(codes(result.problems())).containsExactly("CH-FAKE-001");
        assertThat(events.events(RunEvent.OutputFailed.class)).hasSize(2);
    }

    @Test
    void filesBecomeFilesOfTheOtherKindAndBack() throws InterruptedException {
        export("app:1", "oci:image", "docker-archive:app.tar");
        export("oci:image", "docker-archive:again.tar");
        export("docker-archive:app.tar", "oci:again");

        assertThat(out.resolve("again/index.json")).hasSameBinaryContentAs(out.resolve("image/index.json"));
        assertThat(export("docker-archive:again.tar", "oci:third")
                        .artifact()
                        .orElseThrow()
                        .id())
                .isEqualTo(export("oci:image", "oci:fourth")
                        .artifact()
                        .orElseThrow()
                        .id());
    }

    @Test
    void aFileIsPushedByTheEngineThatItComesTo() throws InterruptedException {
        export("app:1", "oci:image");
        export("oci:image", "registry:host/app:1", "other:app:1");

        assertThat(other.pushed("host/app:1")).isPresent();
        assertThatThrownBy(() -> export("oci:image", "registry:host/app:1"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(codes(e.problems())).containsExactly("CH-OUTPUT-024"));
    }

    @Test
    void whatCannotPushLeavesThatToTheEngineThatTheImageComesTo() throws InterruptedException {
        host.without(Capability.PUSH);

        export("app:1", "registry:host/app:1", "other:app:1");

        assertThat(other.pushed("host/app:1")).isPresent();
    }

    @Test
    void whatEnginesCannotDoIsSaidTogetherBeforeAnythingIsDone() {
        host.without(Capability.PUSH).without(Capability.EXPORT);
        other.without(Capability.BASE_OCI).without(Capability.PUSH);

        assertThatThrownBy(() -> export("app:1", "registry:host/app:1", "oci:image", "other:app:1"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(codes(e.problems()))
                                .containsExactly("CH-OUTPUT-003", "CH-OUTPUT-003", "CH-OUTPUT-003", "CH-OUTPUT-025"));
        assertThat(host.calls("image")).isEmpty();
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void allThatIsWrongWithPlacesIsSaidTogether() throws IOException, InterruptedException {
        export("app:1", "oci:image");
        Files.writeString(out.resolve("file"), "");

        assertThatThrownBy(() -> read("oci:image", "oci:image/below", "dokcer:a", "oci:file", "nothing"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(codes(e.problems()))
                                .containsExactly("CH-OUTPUT-001", "CH-OUTPUT-023", "CH-OUTPUT-001", "CH-OUTPUT-006"));
    }

    @Test
    void aFileThatIsNoImageIsSaid() throws IOException {
        Files.writeString(out.resolve("file"), "no archive");

        for (String text : List.of("docker-archive:file", "docker-archive:missing", "oci:missing")) {
            assertThatThrownBy(() -> export(text, "oci:image"))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(codes(e.problems())).containsExactly("CH-OUTPUT-021"));
        }
        assertThat(out.resolve("image")).doesNotExist();
    }

    @Test
    void anInterruptOfAnExportLeavesNoPartOfAFile() {
        host.at("export", 1, () -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> export("app:1", "registry:host/app:1", "oci:image", "registry:host/app:2"))
                .isInstanceOf(InterruptedException.class);

        assertThat(host.pushed("host/app:2")).isEmpty();
        assertThat(out).isEmptyDirectory();
        assertThat(events.summary()).containsExactly("OutputMade", "RunEnded CANCELLED");
    }

    @Test
    void anInterruptOnTheWayToAnEngineLeavesNothingThere() {
        other.at("publish", 1, () -> {
            keepOnOther(other.image("oci image").orElseThrow().id());
            Thread.currentThread().interrupt();
        });

        assertThatThrownBy(() -> export("app:1", "other:app:1")).isInstanceOf(InterruptedException.class);

        assertThat(other.image("app:1")).isEmpty();
        assertThat(other.resources()).isEmpty();
    }

    /** As an engine keeps a base that it has imported. */
    private void keepOnOther(Digest key) {
        try (FakeEngine engine = other.connect("keeping");
                var instance = engine.create(new InstanceSpec(
                        engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), false))) {
            instance.snapshot(Optional.of(key));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheEngineHasKeptOfTheBaseIsGoneAfterwards() throws InterruptedException {
        other.at("publish", 1, () -> {
            keepOnOther(Digest.of("of another build"));
            keepOnOther(other.image("oci image").orElseThrow().id());
        });

        export("app:1", "other:app:1");

        assertThat(other.resources())
                .extracting(resource -> resource.key().orElseThrow())
                .containsExactly(Digest.of("of another build"));
    }

    @Test
    void whatTheEngineHadOfTheBaseBeforeStays() throws InterruptedException {
        Digest key = other.image("oci image").orElseThrow().id();
        keepOnOther(key);

        export("app:1", "other:app:1");

        assertThat(other.resources()).extracting(Resource::key).containsExactly(Optional.of(key));
    }

    @Test
    void whatCannotBeRemovedIsANotice() throws InterruptedException {
        other.at(
                "publish",
                1,
                () -> keepOnOther(other.image("oci image").orElseThrow().id()));
        other.refuse("remove", 1);

        BuildResult result = export("app:1", "other:app:1");

        assertThat(result.problems()).isEmpty();
        assertThat(events.events(RunEvent.Notice.class))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("cache prune"));
    }

    @Test
    void whatAKilledExportHasStagedIsRemovedByTheNext() throws IOException, InterruptedException {
        Files.createDirectories(state.resolve("exports/0123456789abcdef/image/blobs"));

        export("app:1", "other:app:1");

        assertThat(state.resolve("exports")).isEmptyDirectory();
    }

    @Test
    void whatARunningExportHasStagedStays() throws IOException, InterruptedException {
        try (LiveBuild running = builds.start()) {
            Path staged = Files.createDirectories(state.resolve("exports").resolve(running.id()));

            export("app:1", "other:app:1");

            assertThat(staged).exists();
            Files.delete(staged);
        }
    }
}
