package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeFile;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeInstance;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.RecordedOutput;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetProvisionerTest {

    @TempDir
    Path folder;

    private final FakeEngine engine = new FakeHost().connect("build");
    private Path project = Path.of("");

    @BeforeEach
    void makeTheProject() throws IOException {
        project = Files.createDirectories(folder.resolve("project/sub"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aFileBecomesTheTarget() throws Exception {
        get("/app/report.xml", "dist/result.xml");

        assertThat(project.resolve("dist/result.xml")).hasContent("report");
        assertThat(Files.isExecutable(project.resolve("dist/result.xml"))).isTrue();
        assertThat(names(project.resolve("dist"))).containsExactly("result.xml");
    }

    @Test
    void aFileGoesIntoAFolder() throws Exception {
        get("/app/report.xml", "dist/");
        get("report.xml", ".");

        assertThat(project.resolve("dist/report.xml")).hasContent("report");
        assertThat(project.resolve("report.xml")).hasContent("report");
    }

    @Test
    void aFoldersContentGoesIntoTheTarget() throws Exception {
        Files.createDirectories(project.resolve("out"));
        Files.writeString(project.resolve("out/mine"), "mine");

        get("/app", "out");

        assertThat(names(project.resolve("out"))).containsExactly("link", "mine", "report.xml");
        assertThat(Files.readSymbolicLink(project.resolve("out/link"))).hasToString("/etc/passwd");
    }

    @Test
    void whatWasThereIsReplaced() throws Exception {
        Files.writeString(project.resolve("old"), "old");

        get("/app/report.xml", "old");

        assertThat(project.resolve("old")).hasContent("report");
    }

    @Test
    void aMissingFileIsTheStepsFailure() {
        assertThatThrownBy(() -> get("/none", "x"))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("CH-GET-005")
                .hasMessageContaining("there is no /none");
        assertThat(project).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "/etc/x", "a/../../../x", "link/x"})
    void aTargetOutsideOfTheProjectIsRefused(String to) throws IOException {
        Files.createSymbolicLink(project.resolve("link"), folder);

        assertThatThrownBy(() -> prepare("/app/report.xml", to))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-GET-004");
    }

    @Test
    void aTargetInTheProjectButNotBelowTheFileIsAllowed() throws Exception {
        get("/app/report.xml", "../beside");

        assertThat(folder.resolve("project/beside")).hasContent("report");
    }

    @Test
    void aLinkOutThatCameMeanwhileIsNotFollowed() throws Exception {
        PreparedStep step = prepare("/app/report.xml", "dist/x");
        Files.createSymbolicLink(project.resolve("dist"), folder);

        assertThatThrownBy(() -> run(step)).isInstanceOf(ManifestException.class);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void aLinkAtTheTargetIsReplacedAndNotFollowed() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "mine");
        Files.createSymbolicLink(project.resolve("x"), outside);

        get("/app/report.xml", "x");

        assertThat(outside).hasContent("mine");
        assertThat(Files.isSymbolicLink(project.resolve("x"))).isFalse();
    }

    @Test
    void aFolderWhereAFileIsToBeIsAProblemOfTheSurroundings() throws IOException {
        Files.createDirectory(project.resolve("x"));

        assertThatThrownBy(() -> get("/app/report.xml", "x"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-GET-006")
                .hasMessageContaining("a folder stands where a file is to be");
        assertThat(names(project)).containsExactly("x");
    }

    @Test
    void aFileWhereAFolderIsToBeStaysAndIsNamed() throws IOException {
        Files.writeString(project.resolve("x"), "kept");

        assertThatThrownBy(() -> get("/app", "x"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-GET-006")
                .hasMessageContaining("x is there, and is no folder");
        assertThat(project.resolve("x")).hasContent("kept");
    }

    @Test
    void aFolderThatCannotBeMadeIsFoundBeforeTheBuild() throws IOException {
        Files.writeString(project.resolve("file"), "");

        PreparedStep step = prepare("/app/report.xml", "file/x");

        assertThatThrownBy(step::requireReady)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-GET-006")
                .hasMessageContaining("file is no folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "..", "/a/.."})
    void theRootIsNoFile(String from) {
        assertThatThrownBy(() -> prepare(from, "x")).hasMessageContaining("CH-GET-008");
    }

    @Test
    void allProblemsOfTheSettingsComeTogether() {
        assertThatThrownBy(() -> new GetProvisioner().prepare(new Request(Settings.map("form", "/x"), project)))
                .isInstanceOfSatisfying(
                        ManifestException.class, e -> assertThat(e.problems()).hasSize(3));
    }

    @Test
    void itNeitherChangesNorRunsAnything() {
        PreparedStep step = prepare("/app/report.xml", "x");

        assertThat(step.changesState()).isFalse();
        assertThat(step.runsCommands()).isFalse();
        assertThat(step.title()).isEqualTo("get /app/report.xml to x");
    }

    private void get(String from, String to) throws Exception {
        PreparedStep step = prepare(from, to);
        step.requireReady();
        run(step);
    }

    private void run(PreparedStep step) throws InterruptedException {
        BaseReference busybox = new BaseReference.Image("busybox");
        InstanceSpec spec = new InstanceSpec(engine.resolve(busybox), Optional.empty(), false);
        try (FakeInstance instance = engine.create(spec)) {
            FakeTree tree = instance.tree();
            tree.put("/app", FakeFile.directory());
            tree.put("/app/report.xml", file(FakeFile.Kind.FILE, "report", 0755));
            tree.put("/app/link", file(FakeFile.Kind.LINK, "/etc/passwd", 0777));
            step.run(new FakeContext(instance, new RecordedOutput(), Map.of(), "/app"));
        }
    }

    private static FakeFile file(FakeFile.Kind kind, String text, int mode) {
        return new FakeFile(kind, text.getBytes(StandardCharsets.UTF_8), mode, 12, 34);
    }

    private PreparedStep prepare(String from, String to) {
        return new GetProvisioner().prepare(new Request(Settings.map("from", from, "to", to), project));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private record Request(Setting settings, Path directory) implements ProvisionRequest {

        @Override
        public Path project() {
            return directory.resolveSibling("");
        }

        @Override
        public List<String> shell() {
            return List.of("/bin/sh", "-ec");
        }

        @Override
        public Optional<String> workdir() {
            return Optional.empty();
        }
    }
}
