package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.TestBuild;
import dev.chandler.core.output.Output;
import dev.chandler.core.output.OutputReader;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of outputs when a build runs. */
class OutputRunTest {

    @TempDir
    Path folder;

    @TempDir
    Path out;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();

    private TestBuild build(String... outputs) {
        OutputReader reader = new OutputReader(problem -> {
            throw new IllegalArgumentException(problem.toString());
        });
        return new TestBuild(host, folder)
                .install("write /a 1")
                .outputs(Stream.of(outputs)
                        .map(text -> reader.read(text, out, Optional.empty()).orElseThrow())
                        .toArray(Output[]::new));
    }

    @Test
    void allAreMadeOfOneBuildAfterTheNamesHaveMoved() throws InterruptedException {
        BuildResult result = build("registry:host/app:1", "oci:image", "docker-archive:app.tar", "fake:other:2")
                .run(events);

        assertThat(host.pushed("host/app:1")).isEqualTo(host.image("app:latest"));
        assertThat(host.image("other:2")).isEqualTo(host.image("app:latest"));
        assertThat(out.resolve("image/index.json")).exists();
        assertThat(out.resolve("app.tar")).isNotEmptyFile();
        assertThat(result.outputs())
                .extracting(made -> made.output().text())
                .containsExactly("registry:host/app:1", "oci:image", "docker-archive:app.tar");
        assertThat(events.summary())
                .endsWith("Published", "OutputMade", "OutputMade", "OutputMade", "RunEnded SUCCEEDED");
    }

    @Test
    void theyAreMadeAlsoWhereEverythingIsAHit() throws InterruptedException {
        build().run();
        int before = host.instancesStarted();

        build("oci:image", "registry:host/app:1").run(events);

        assertThat(host.instancesStarted()).isEqualTo(before);
        assertThat(out.resolve("image/index.json")).exists();
        assertThat(host.pushed("host/app:1")).isPresent();
    }

    @Test
    void theManifestThatIsToldIsTheRegistrysBeforeTheLayouts() throws InterruptedException {
        BuildResult both = build("oci:image", "registry:host/app:1").run();
        BuildResult layout = build("oci:image").run();
        BuildResult none = build("docker-archive:app.tar").run();

        assertThat(both.manifest()).isEqualTo(both.outputs().get(1).manifest());
        assertThat(layout.manifest().map(Descriptor::digest))
                .isEqualTo(both.outputs().get(0).manifest().map(Descriptor::digest));
        assertThat(none.manifest()).isEmpty();
    }

    @Test
    void whenAStrangersEngineFailsAtOneTheOthersAreTried() throws InterruptedException {
        host.at("push host/app:1", 1, () -> {
            throw new PluginException(Problem.of("CH-PLUGIN-012", "no moon"));
        });

        BuildResult result =
                build("registry:host/app:1", "registry:host/app:2", "oci:image").run(events);

        assertThat(result.problems()).extracting(Problem::code).containsExactly("CH-PLUGIN-012");
        assertThat(result.outputs()).hasSize(2);
    }

    @Test
    void whenOneFailsTheOthersAreTriedAndTheRunHasFailed() throws InterruptedException {
        host.refuse("push host/app:1", 1);

        BuildResult result =
                build("registry:host/app:1", "registry:host/app:2", "oci:image").run(events);

        assertThat(result.problems()).extracting(Problem::code).containsExactly("CH-FAKE-001");
        assertThat(result.artifact()).isPresent();
        assertThat(result.outputs())
                .extracting(made -> made.output().text())
                .containsExactly("registry:host/app:2", "oci:image");
        assertThat(events.summary())
                .endsWith("Published", "OutputFailed", "OutputMade", "OutputMade", "RunEnded FAILED");
    }

    @Test
    void aFailedBuildMakesNone() {
        assertThatThrownBy(() ->
                        build("oci:image", "registry:host/app:1").test("fail 1").run(events))
                .isInstanceOf(ProvisionException.class);

        assertThat(out).isEmptyDirectory();
        assertThat(host.calls("push")).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenSaysWhy() throws InterruptedException, IOException {
        Files.createDirectories(out.resolve("app.tar/in/the/way"));

        BuildResult result = build("docker-archive:app.tar").run(events);

        assertThat(result.problems()).hasSize(1);
        Problem problem = result.problems().get(0);
        assertThat(problem.code()).isEqualTo("CH-OUTPUT-015");
        assertThat(problem.what()).contains("docker-archive:app.tar");
        assertThat(problem.why()).isPresent();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).containsExactly(out.resolve("app.tar"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderWhereNothingCanBeMadeIsSaidInWords() throws InterruptedException {
        BuildResult result = build("oci:/proc/image").run(events);

        assertThat(result.problems()).hasSize(1);
        assertThat(result.problems().get(0).why().orElse("")).endsWith(": its folder is not there");
    }

    @Test
    void anInterruptEndsThemAndLeavesNoPartOfOne() {
        host.at("export", 1, () -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> build("registry:host/app:1", "oci:image", "registry:host/app:2")
                        .run(events))
                .isInstanceOf(InterruptedException.class);

        assertThat(host.pushed("host/app:1")).isPresent();
        assertThat(host.pushed("host/app:2")).isEmpty();
        assertThat(out).isEmptyDirectory();
        assertThat(events.summary()).endsWith("Published", "OutputMade", "RunEnded CANCELLED");
    }

    @Test
    void theProgressOfAPushIsTold() throws InterruptedException {
        build("registry:host/app:1").run(events);

        List<RunEvent> told = events.events();
        assertThat(told).contains(new RunEvent.Progress("pushing host/app:1", 1, 1));
    }
}
