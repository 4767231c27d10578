package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chandler.api.engine.BaseReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {

    @TempDir
    Path folder;

    private ManifestFolder manifest(String text) {
        return new ManifestFolder(folder).manifest(text);
    }

    private static List<String> commands(Manifest manifest) {
        return manifest.install().stream()
                .map(step -> ((ActionSpec) step).settings().text())
                .toList();
    }

    @Test
    void mapsGoUnderStepsComeFirstAndListsAreReplaced() {
        Manifest manifest = manifest("""
                        include: [a.yml, b.yml]
                        env: {BOTH: main, MAIN: "1"}
                        install: [main]
                        script: [main]
                        artifact:
                          tags: [main]
                          labels: {main: "1"}
                        """)
                .file("a.yml", """
                        base: debian:11
                        env: {BOTH: a, A: "1"}
                        install: [a]
                        script: [a]
                        artifact: {repo: a, tags: [a, aa], labels: {main: a, a: a}}
                        """)
                .file("b.yml", "language: python:3\ninstall: [b]\nenv: {BOTH: b}\n")
                .load();

        assertThat(manifest.base()).isEqualTo(new BaseReference.Image("python:3"));
        assertThat(manifest.env()).isEqualTo(Map.of("BOTH", "main", "MAIN", "1", "A", "1"));
        assertThat(commands(manifest)).containsExactly("a", "b", "main");
        assertThat(manifest.script().stream().map(TestSpec::id)).containsExactly("script[0]", "script[1]");
        assertThat(manifest.artifact().repo()).contains("a");
        assertThat(manifest.artifact().tags()).containsExactly("main");
        assertThat(manifest.artifact().config().labels()).isEqualTo(Map.of("main", "1", "a", "a"));
    }

    @Test
    void placesOfOutputsAreRelativeToTheFileThatLastSaysThem() {
        Manifest included = manifest("include: sub/a.yml\nbase: b\nartifact: {repo: app}\n")
                .file("sub/a.yml", "vars: {to: dist}\nartifact: {outputs: ['oci:[=to]/image', 'registry:app']}\n")
                .load();
        Manifest replaced = manifest("include: sub/a.yml\nbase: b\nartifact: {outputs: docker-archive:a.tar}\n")
                .load();

        assertThat(included.artifact().outputs().get(0).path()).contains(folder.resolve("sub/dist/image"));
        assertThat(included.artifact().outputs().get(1).name()).isEqualTo("app:latest");
        assertThat(replaced.artifact().outputs()).hasSize(1);
        assertThat(replaced.artifact().outputs().get(0).path()).contains(folder.resolve("a.tar"));
    }

    @Test
    void eachFileIsATemplateOfItsOwnOverTheVariablesOfAll() {
        Manifest manifest = manifest("include:\n- sub/a.yml\nvars: {x: main}\nbase: b\ninstall: [\"[=x] [=y]\"]\n")
                .file("sub/a.yml", "vars: {x: a, y: b}\ninstall:\n[#list 1..2 as n]\n  - [=n] [=x] [=y]\n[/#list]\n")
                .load();

        assertThat(commands(manifest)).containsExactly("1 main b", "2 main b", "main b");
    }

    @Test
    void relativePathsAreRelativeToTheFileTheyStandIn() throws IOException {
        Manifest manifest = manifest("include: sub/a.yml\ninstall: [{copy: {from: x, to: y}}]\n")
                .file("sub/a.yml", "base: {rootfs: root.tar}\ninstall: [{copy: {from: x, to: y}}]\n")
                .file("sub/root.tar", "")
                .load();

        assertThat(manifest.base()).isEqualTo(new BaseReference.Rootfs(folder.resolve("sub/root.tar")));
        assertThat(manifest.install().stream().map(step -> ((ActionSpec) step).directory()))
                .containsExactly(folder.resolve("sub"), folder);
        assertThat(manifest.install().get(0).location()).hasToString("sub/a.yml:2:11");
    }

    @Test
    void aFileThatTwoOthersIncludeCountsOnce() {
        Manifest manifest = manifest("include: [a.yml, b.yml]\nbase: b\n")
                .file("a.yml", "include: c.yml\ninstall: [a]\n")
                .file("b.yml", "include: ./c.yml\ninstall: [b]\n")
                .file("c.yml", "install: [c]\n")
                .load();

        assertThat(commands(manifest)).containsExactly("c", "a", "b");
    }

    @Test
    void theProjectsMarkerWidensWhatMayBeIncluded() throws IOException {
        ManifestFolder project =
                new ManifestFolder(folder).file("chandler.project.yml", "").file("common.yml", "base: b\n");
        Files.createDirectories(folder.resolve("app"));

        Manifest manifest = new ManifestFolder(folder.resolve("app"))
                .manifest("include: ../common.yml\n")
                .load();

        assertThat(manifest.base()).isEqualTo(new BaseReference.Image("b"));
        assertThat(project.path()).exists();
    }

    @Test
    void aLinkToOutsideIsOutside() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("x.yml"), "base: b\n");
        Path inside = Files.createDirectories(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("x.yml"), outside.resolve("x.yml"));
        ManifestFolder manifest = new ManifestFolder(inside).manifest("include: x.yml\n");

        assertThat(catchThrowable(manifest::load)).hasMessageContaining("\"x.yml\" is outside the project");
    }

    @Test
    void blocksAreCutOutWhereverTheyStand() {
        Manifest manifest = manifest("""
                        base: [=image]
                        # a comment
                        "vars":
                        # another
                          image: >-
                            debian:12

                        install:
                          - a
                        'include':
                        - a.yml
                        script: [b]
                        """).file("a.yml", "install: [z]\n").load();

        assertThat(manifest.base()).isEqualTo(new BaseReference.Image("debian:12"));
        assertThat(commands(manifest)).containsExactly("z", "a");
    }

    @Test
    void interpolatedKeysOfDifferentFilesAreDifferentKeys() {
        Manifest manifest = manifest("""
                        include: common.yml
                        vars: {b: BB, m: ML}
                        base: b
                        env: {"[=b]": "2"}
                        artifact: {labels: {"[=m]": "2"}}
                        """).file("common.yml", """
                        vars: {a: AA, l: LL}
                        env: {"[=a]": "1"}
                        artifact: {labels: {"[=l]": "1"}}
                        """).load();

        assertThat(manifest.env()).isEqualTo(Map.of("AA", "1", "BB", "2"));
        assertThat(manifest.artifact().config().labels()).isEqualTo(Map.of("LL", "1", "ML", "2"));
    }

    @Test
    void interpolatedKeysOfDifferentFilesThatAreTheSameAfterAllAreRefused() {
        ManifestFolder manifest = manifest("include: common.yml\nvars: {b: AA}\nbase: b\nenv: {\"[=b]\": \"2\"}\n")
                .file("common.yml", "vars: {a: AA}\nenv: {\"[=a]\": \"1\"}\n");

        assertThat(catchThrowable(manifest::load))
                .hasMessageContaining("chandler.yml:4:7: duplicate key \"AA\" [CH-MANIFEST-008]: the first is at"
                        + " common.yml:2:7");
    }

    @Test
    void aMapThatIsOneInterpolationIsMergedAsAMap() {
        Manifest manifest = manifest("""
                        include: common.yml
                        vars:
                          l: {type: map, default: {main: "1"}}
                        base: b
                        env: {B: "2"}
                        artifact: {labels: [=l]}
                        """).file("common.yml", """
                        vars:
                          e: {type: map, default: {A: "1", B: "1"}}
                          art: {type: map, default: {repo: a, cmd: [x], labels: {common: "1"}}}
                        env: [=e]
                        artifact: [=art]
                        """).load();

        assertThat(manifest.env()).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(manifest.artifact().repo()).contains("a");
        assertThat(manifest.artifact().config().cmd()).contains(List.of("x"));
        assertThat(manifest.artifact().config().labels()).isEqualTo(Map.of("common", "1", "main", "1"));
    }

    @Test
    void whatAnIncludeSaysInTheWrongTypeIsReportedAlsoWhereItWouldBeReplaced() {
        ManifestFolder manifest = manifest("""
                        include: common.yml
                        base: b
                        env: {A: "1"}
                        install: [a]
                        script: [a]
                        artifact: {labels: {a: b}, env: {A: b}}
                        """).file("common.yml", """
                        env: foo
                        install: foo
                        script: {run: foo}
                        artifact: {labels: [foo], env: foo}
                        """);

        assertThat(catchThrowable(manifest::load))
                .hasMessageContaining("common.yml:1:6: expected a map, found text")
                .hasMessageContaining("common.yml:2:10: expected a list of steps, found text")
                .hasMessageContaining("common.yml:3:9: expected a list of steps, found a map")
                .hasMessageContaining("common.yml:4:20: expected a map, found a list")
                .hasMessageContaining("common.yml:4:32: expected a map, found text");
    }

    @Test
    void aManifestThatIsALinkBelongsToTheFolderOfTheLink() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("real.yml"), "include: common.yml\n");
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.createSymbolicLink(project.resolve("chandler.yml"), elsewhere.resolve("real.yml"));

        Manifest manifest =
                new ManifestFolder(project).file("common.yml", "base: b\n").load();

        assertThat(manifest.base()).isEqualTo(new BaseReference.Image("b"));
    }
}
