package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectCommandsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        write("chandler.project.yml", "builds: [base, {name: api, path: services/api}, services/web]\n");
        write("base/chandler.yml", "base: busybox\nartifact: {repo: team/base}\ninstall: [echo 1]\n");
        write("services/api/chandler.yml", "base: {build: base}\ninstall: [echo 1, echo 2]\nscript: [echo 3]\n");
        write("services/web/chandler.yml", "base: busybox\ninstall:\n  - copy: {from-build: api, from: /a, to: /b}\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void listNamesTheBuildsWithWhatTheyNeedAndLeave() {
        Captured run = Captured.run(folder, "list");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                        BUILD  MANIFEST                   NEEDS  BASE        IMAGE             MODULES  STEPS  TESTS
                        base   base/chandler.yml          -      busybox     team/base:latest  -        1      0
                        api    services/api/chandler.yml  base   build base  -                 -        2      1
                        web    services/web/chandler.yml  api    busybox     -                 -        1      0
                        """);
    }

    @Test
    void listAsJsonHasTheSame() {
        Captured run = Captured.run(folder, "list", "--json", "-f", "services/web");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("{\n  \"builds\": [")
                .contains("""
                            {
                              "name": "api",
                              "manifest": "services/api/chandler.yml",
                              "needs": [
                                "base"
                              ],
                              "base": "build base",
                              "images": [],
                              "modules": [],
                              "steps": 2,
                              "tests": 1
                            }""".indent(4).stripTrailing().stripLeading());
    }

    @Test
    void aProjectThatListsNothingHasTheManifestThatIsNamed() throws IOException {
        write("chandler.project.yml", "");

        assertThat(Captured.run(folder, "list", "-f", "base").out())
                .contains("base   base/chandler.yml  -      busybox  team/base:latest  -        1      0");
    }

    @Test
    void manifestsThatNeedOthersAreValidByThemselves() {
        assertThat(Captured.run(folder, "validate", "-r").out()).endsWith("3 valid, 0 with problems\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-r"})
    void validateOfAProjectFindsCirclesAndManifestsOfAnyName(String recursive) throws IOException {
        write("chandler.project.yml", "builds: [base, {name: api, path: services/api}, services/web, site/docs.yml]\n");
        write("site/docs.yml", "bas: busybox\n");
        write("base/chandler.yml", "base: busybox\ninstall:\n  - copy: {from-build: web, from: /a, to: /b}\n");
        write("services/web/chandler.yml", "base: {build: base}\n");

        Captured run =
                recursive.isEmpty() ? Captured.run(folder, "validate") : Captured.run(folder, "validate", recursive);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).endsWith("3 valid, 2 with problems\n");
        assertThat(run.err())
                .contains("site/docs.yml:1:1: unknown key \"bas\"")
                .contains("chandler.project.yml: 1 problem\n")
                .contains("base → web → base")
                .contains("CH-PROJECT-007");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-r"})
    void validateOfAProjectSaysWhatIsWrongWithItsFile(String recursive) throws IOException {
        write("chandler.project.yml", "builds: [bas]\n");

        Captured run =
                recursive.isEmpty() ? Captured.run(folder, "validate") : Captured.run(folder, "validate", recursive);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("chandler.project.yml:1:10: there is no manifest \"bas\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "plan", "list"})
    void aCircleIsNamedAndNothingStarted(String command) throws IOException {
        write("base/chandler.yml", "base: busybox\ninstall:\n  - copy: {from-build: web, from: /a, to: /b}\n");

        Captured run = command.equals("list")
                ? Captured.run(folder, command)
                : Captured.run(folder, command, "--all", "--endpoint", "unix:///nowhere");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("builds need each other in a circle").contains("base → web → api → base");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--until=a", "--tag=a:1", "--output=oci:x", "--iidfile=x", "--metadata-file=x"})
    void allIsNothingForWhatIsAboutOneImage(String option) {
        Captured run = Captured.run(folder, "build", "--all", option);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--all");
    }

    @Test
    void whereNoBuildsAreListedAllIsRefused() throws IOException {
        write("chandler.project.yml", "");

        Captured run = Captured.run(folder, "build", "--all");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("this project lists no builds").contains("chandler.project.yml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "plan"})
    void buildsThatWouldTakeEachOthersNameOrPlaceAreAProblem(String command) throws IOException {
        write(
                "base/chandler.yml",
                "base: busybox\nartifact: {repo: team/base, outputs: ['oci:../dist/image']}\ninstall: [echo 1]\n");
        write(
                "services/web/chandler.yml",
                "base: busybox\nartifact:\n  repo: team/base\n  outputs: ['oci:../../dist/image']\ninstall: [echo 1]\n");

        Captured run = Captured.run(folder, command, "--all", "--endpoint", "unix:///nowhere");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("CH-PROJECT-016")
                .contains("the builds \"base\" and \"web\" both name their image \"team/base:latest\"")
                .contains("services/web/chandler.yml:4:13: the builds \"base\" and \"web\" both have the output"
                        + " \"oci:../../dist/image\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "plan"})
    void whatOneNeedsMustNotHaveItsNameEither(String command) throws IOException {
        write("services/api/chandler.yml", "base: {build: base}\nartifact: {repo: team/api}\n");
        String[] words = {command, "-f", "services/api", "--endpoint", "unix:///nowhere", "--tag", "team/base:latest"};

        Captured run = Captured.run(folder, words);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("\"base\" and \"api\" both name their image \"team/base:latest\"");
    }

    @Test
    void problemsWithoutAPlaceNameTheirBuild() throws IOException {
        write("base/chandler.yml", "base: busybox\nvars: {zz: 1}\ninstall: [echo 1]\n");

        assertThat(Captured.run(folder, "build", "--all", "--var", "zz=2", "--endpoint", "unix:///nowhere")
                        .err())
                .contains("build \"api\": \"--var zz\"")
                .contains("build \"web\": \"--var zz\"")
                .doesNotContain("build \"base\":");
        assertThat(Captured.run(folder, "build", "--all", "--push", "--endpoint", "unix:///nowhere")
                        .err())
                .contains("build \"base\": --push, and the image has no name")
                .contains("build \"api\": --push, and the image has no name")
                .doesNotContain("--tag");
    }

    @Test
    void allThatIsWrongWithAnyManifestIsSaidBeforeAnythingStarts() throws IOException {
        write("base/chandler.yml", "bas: busybox\n");
        write(
                "services/web/chandler.yml",
                "base: {build: apo}\ninstall:\n  - copy: {from-build: ape, from: /a, to: /b}\n");

        Captured run = Captured.run(folder, "build", "--all", "--endpoint", "unix:///nowhere");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("base/chandler.yml:1:1: unknown key \"bas\"")
                .contains("services/web/chandler.yml:1:15: there is no build \"apo\"")
                .contains("services/web/chandler.yml:3:24: there is no build \"ape\"")
                .contains("did you mean \"api\"?");
    }
}
