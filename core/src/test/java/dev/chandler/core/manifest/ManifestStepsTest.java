package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.FolderModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestStepsTest {

    @TempDir
    Path folder;

    private Manifest load(String text) {
        return new ManifestFolder(folder).manifest(text).load();
    }

    @Test
    void aSmallManifestHasDefaults() {
        Manifest manifest = load("base: debian:12\n");

        assertThat(manifest)
                .isEqualTo(new Manifest(
                        folder.getFileName().toString(),
                        new BaseReference.Image("debian:12"),
                        manifest.baseLocation(),
                        InstanceSection.NONE,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        new ArtifactSettings(
                                Optional.empty(),
                                List.of("latest"),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                ConfigChanges.NONE),
                        folder,
                        List.of(),
                        List.of()));
    }

    @Test
    void keysWithNothingBehindThemSayNothing() {
        Manifest manifest = load("base: debian:12\nvars:\ninclude:\nenv:\ninstall:\nscript:\nartifact:\n");

        assertThat(manifest.install()).isEmpty();
        assertThat(manifest.env()).isEmpty();
    }

    @Test
    void theNoneAndTheBasesOwnCommandAreApart() {
        Manifest manifest = load("base: debian:12\nartifact: {repo: a, cmd: []}\n");

        assertThat(manifest.artifact().config().cmd()).contains(List.of());
        assertThat(manifest.artifact().config().entrypoint()).isEmpty();
    }

    @Test
    void allKindsOfBasesAreRead() throws IOException {
        Files.createDirectories(folder.resolve("layout"));
        Files.createFile(folder.resolve("root.tar"));

        assertThat(load("base: scratch\n").base()).isEqualTo(new BaseReference.Scratch());
        assertThat(load("base: {rootfs: root.tar}\n").base())
                .isEqualTo(new BaseReference.Rootfs(folder.resolve("root.tar")));
        assertThat(load("base: {oci: ./layout}\n").base())
                .isEqualTo(new BaseReference.OciLayout(folder.resolve("layout")));
        assertThat(load("base: {oci: ./layout, image: '1.0'}\n").base())
                .isEqualTo(new BaseReference.OciLayout(folder.resolve("layout"), Optional.of("1.0")));
        assertThat(load("base: {docker-archive: root.tar}\n").base())
                .isEqualTo(new BaseReference.DockerArchive(folder.resolve("root.tar"), Optional.empty()));
        assertThat(load("base: {docker-archive: root.tar, image: app:1.0}\n").base())
                .isEqualTo(new BaseReference.DockerArchive(folder.resolve("root.tar"), Optional.of("app:1.0")));
        assertThat(load("language: python:3.12\n").base()).isEqualTo(new BaseReference.Image("python:3.12"));
    }

    @Test
    void whatHoldsForAllProvisionersIsRead() {
        ActionSpec step = (ActionSpec) load("""
                        base: debian:12
                        install:
                          - name: build
                            copy: {from: a, to: b}
                            env: {A: 1.10, B: no}
                            workdir: /src
                            user: "1000"
                            shell: bash -euo pipefail -c
                            timeout: 90s
                            retries: 2
                            cache: false
                        """).install().get(0);

        assertThat(step.id()).isEqualTo("build");
        assertThat(step.provisioner()).isEqualTo("copy");
        assertThat(step.provisionerLocation()).hasToString("chandler.yml:4:5");
        assertThat(step.env()).isEqualTo(Map.of("A", "1.10", "B", "no"));
        assertThat(step.workdir()).contains("/src");
        assertThat(step.user()).contains("1000");
        assertThat(step.shell()).contains(List.of("bash", "-euo", "pipefail", "-c"));
        assertThat(step.timeout()).contains(Duration.ofSeconds(90));
        assertThat(step.retries()).isEqualTo(2);
        assertThat(step.cached()).isFalse();
        assertThat(step.directory()).isEqualTo(folder);
        assertThat(step.location()).hasToString("chandler.yml:3:5");
    }

    @Test
    void textAndRunAreForExec() {
        Manifest manifest = load("base: b\ninstall:\n  - echo 22:22\n  - run: \"no\"\n  - exec: x\n");

        assertThat(manifest.install().stream()
                        .map(ActionSpec.class::cast)
                        .map(step -> step.provisioner() + " " + step.settings().text()))
                .containsExactly("exec echo 22:22", "exec no", "exec x");
    }

    @Test
    void wordsForExecStandBesideRun() {
        ActionSpec step = (ActionSpec) load("base: b\ninstall:\n  - {run: cat, stdin: hello}\n")
                .install()
                .get(0);

        assertThat(step.beside()).containsOnlyKeys("stdin");
        assertThat(step.beside().get("stdin")).hasToString("hello");
    }

    @Test
    void whatAStepRegistersAnotherMayHaveInItsEnvironment() {
        List<StepSpec> steps = load("""
                        base: b
                        install:
                          - {run: cat VERSION, register: version}
                          - run: make
                            env: {A: a, V: {from: version}}
                        """).install();

        assertThat(((ActionSpec) steps.get(0)).register().orElseThrow().name()).isEqualTo("version");
        ActionSpec user = (ActionSpec) steps.get(1);
        assertThat(user.env()).isEqualTo(Map.of("A", "a"));
        assertThat(user.references().get("V")).hasToString("Reference[name=version, location=chandler.yml:5:27]");
    }

    @Test
    void stepsWithoutANameAreKnownByTheirPlace() {
        Manifest manifest = load("""
                base: b
                install:
                  - a
                  - parallel: [b, [c, d], {name: e, run: e}]
                  - name: block
                    parallel: [f]
                script:
                  - g
                  - [h, {name: i, run: i}]
                  - {name: j, run: j}
                """);

        assertThat(ids(manifest.install()))
                .containsExactly(
                        "install[0]",
                        "install[1] [[install[1].branch[0]], [install[1].branch[1][0], install[1].branch[1][1]], [e]]",
                        "block [[block.branch[0]]]");
        assertThat(manifest.script().stream()
                        .map(test -> test.id() + " "
                                + test.actions().stream().map(ActionSpec::id).toList()))
                .containsExactly("script[0] [script[0]]", "script[1] [script[1][0], i]", "j [j]");
    }

    private static List<String> ids(List<StepSpec> steps) {
        return steps.stream()
                .map(step -> step instanceof StepSpec.Parallel block
                        ? block.id() + " "
                                + block.branches().stream()
                                        .map(branch -> branch.stream()
                                                .map(ActionSpec::id)
                                                .toList())
                                        .toList()
                        : step.id())
                .toList();
    }

    @Test
    void whatProvisionersFindWrongIsToldWithTheRest() {
        ManifestRequest request = new ManifestFolder(folder)
                .manifest("nmae: x\nbase: b\ninstall: [a]\n")
                .request();

        ManifestException thrown = catchThrowableOfType(
                ManifestException.class,
                () -> new ManifestLoader(new FolderModules(folder))
                        .load(
                                request,
                                ManifestFolder.PROVISIONERS,
                                manifest -> List.of(Problem.of("X", "further")
                                        .at(manifest.install().get(0).location()))));

        assertThat(thrown.problems().stream().map(Problem::what)).containsExactly("unknown key \"nmae\"", "further");
    }

    @Test
    void aFileMayBeNamedInstead() throws InterruptedException {
        ManifestFolder files = new ManifestFolder(folder).file("other.yml", "base: b\n");
        ManifestRequest request = new ManifestRequest(Path.of("other.yml"), folder, Map.of(), List.of(), Map.of());

        assertThat(new ManifestLoader(new FolderModules(folder))
                        .load(request, ManifestFolder.PROVISIONERS, manifest -> List.of())
                        .baseLocation())
                .hasToString("other.yml:1:7");
        assertThat(files.path()).isDirectory();
    }
}
