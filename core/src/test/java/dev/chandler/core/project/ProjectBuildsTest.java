package dev.chandler.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.manifest.BuildNeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectBuildsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void manifests() throws IOException {
        for (String path : List.of("base", "services/api", "services/web", "jobs/api", ".hidden/job")) {
            write(path + "/chandler.yml", "base: busybox\n");
        }
        write("services/readme/README", "no manifest\n");
        write("services/web/debug.yml", "base: busybox\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ProjectBuilds read(String text) throws IOException {
        write("chandler.project.yml", text);
        return ProjectBuilds.read(folder, folder);
    }

    private List<String> names(String text) throws IOException {
        return read(text).builds().stream().map(ProjectBuild::name).toList();
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(ManifestException.class, () -> read(text)).problems().stream()
                .map(problem ->
                        problem.where().map(Object::toString).orElse("") + " " + problem.code() + " " + problem.what())
                .toList();
    }

    @Test
    void anEmptyFileIsAMarkerAndNothingElse() throws IOException {
        assertThat(ProjectBuilds.read(folder, folder).builds()).isEmpty();
        assertThat(names("")).isEmpty();
        assertThat(names("# a project\n")).isEmpty();
        assertThat(names("builds:\n")).isEmpty();
    }

    @Test
    void aBuildIsCalledAsItsFolderWhereThatIsTheOnlyOneElseByItsPath() throws IOException {
        assertThat(names("builds: [base, 'services/*', jobs/api]\n"))
                .containsExactly("base", "jobs/api", "services/api", "web");
    }

    @Test
    void aPatternLeadsToFoldersAndFilesAndPassesHiddenOnesOver() throws IOException {
        assertThat(names("builds: ['**/chandler.yml']\n")).containsExactly("base", "jobs/api", "services/api", "web");
        assertThat(names("builds: ['services/web/*.yml']\n")).containsExactly("web", "debug");
    }

    @Test
    void anyFoldersAreNoneToo() throws IOException {
        write("api/chandler.yml", "base: busybox\n");

        assertThat(names("builds: ['**/api']\n")).containsExactly("api", "jobs/api", "services/api");
        assertThat(names("builds: ['services/**/web']\n")).containsExactly("web");
    }

    @Test
    void aPatternThatNamesNoYamlFilesMeansFoldersAlone() throws IOException {
        assertThat(names("builds: ['services/**', base]\n")).containsExactly("base", "api", "web");
    }

    @Test
    void filesOfProjectsAndModulesAreNoManifests() throws IOException {
        for (String name : List.of("chandler.sources.yml", "chandler.vars.yaml", "module.yml")) {
            write("services/web/" + name, "a: b\n");
        }

        assertThat(names("builds: ['services/web/*.{yml,yaml}']\n")).containsExactly("web", "debug");
    }

    @Test
    void aProjectOfItsOwnIsPassedOverByPatternsAndRefusedByItself() throws IOException {
        write("services/web/chandler.project.yml", "");

        assertThat(names("builds: ['services/**']\n")).containsExactly("api");
        assertThat(problems("builds: [services/web]\n"))
                .containsExactly("chandler.project.yml:1:10 CH-PROJECT-015 \"services/web\" belongs to another"
                        + " project, \"services/web\"");
    }

    @Test
    void aManifestThatALinkLeadsOutToIsAProblemAlsoAmongAPatterns(@TempDir Path away) throws IOException {
        Files.writeString(away.resolve("chandler.yml"), "base: busybox\n");
        Files.createDirectories(folder.resolve("services/out"));
        Files.createSymbolicLink(folder.resolve("services/out/chandler.yml"), away.resolve("chandler.yml"));

        assertThat(problems("builds: ['services/*']\n"))
                .containsExactly("chandler.project.yml:1:10 CH-PROJECT-004 \"services/out/chandler.yml\" is outside"
                        + " of the project");
    }

    @Test
    void theBuildInTheProjectsOwnFolderHasTheManifestsName() throws IOException {
        write("chandler.yml", "name: site\nbase: busybox\n");
        assertThat(names("builds: [., base]\n")).containsExactly("site", "base");

        write("chandler.yml", "base: busybox\n");
        assertThat(problems("builds: [., base]\n"))
                .containsExactly("chandler.project.yml:1:10 CH-PROJECT-005 the build in the project's own folder has"
                        + " no name");
    }

    @Test
    void whatIsNamedByItselfIsNoSecondTimeAmongAPatterns() throws IOException {
        ProjectBuilds builds = read("builds:\n  - services/*\n  - {name: front, path: services/web, needs: api}\n");

        assertThat(builds.builds().stream().map(ProjectBuild::name)).containsExactly("front", "api");
        assertThat(builds.named("front").orElseThrow().needs().stream().map(BuildNeed::build))
                .containsExactly("api");
        assertThat(builds.of(folder.resolve("services/web")).orElseThrow().name())
                .isEqualTo("front");
    }

    @Test
    void allThatIsWrongIsSaidTogetherAtItsPlace() throws IOException {
        Files.createSymbolicLink(folder.resolve("away"), Files.createDirectories(folder.resolveSibling("elsewhere")));
        Files.writeString(folder.resolveSibling("elsewhere").resolve("chandler.yml"), "base: busybox\n");

        assertThat(problems("""
                        bulds: []
                        builds:
                          - missing
                          - apps/*
                          - ../other
                          - {name: x y, path: base}
                          - {nam: api, path: jobs/api}
                          - away
                          - base
                        """))
                .containsExactly(
                        "chandler.project.yml:1:1 CH-MANIFEST-010 unknown key \"bulds\"",
                        "chandler.project.yml:3:5 CH-PROJECT-001 there is no manifest \"missing\"",
                        "chandler.project.yml:4:5 CH-PROJECT-002 \"apps/*\" leads to no manifest",
                        "chandler.project.yml:5:5 CH-PROJECT-004 \"../other\" is outside of the project",
                        "chandler.project.yml:6:12 CH-MANIFEST-011 \"name\" must be a name of letters, digits, ., _ and -,"
                                + " such as api or services/api",
                        "chandler.project.yml:7:6 CH-MANIFEST-010 unknown key \"nam\"",
                        "chandler.project.yml:8:5 CH-PROJECT-004 \"away\" is outside of the project",
                        "chandler.project.yml:9:5 CH-PROJECT-003 the manifest \"base/chandler.yml\" is listed twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            builds: [{name: a, path: base}, {name: a, path: jobs/api}] | CH-PROJECT-003 two builds have the name "a"
            builds: [{path: base, needs: [bas, api]}, jobs/api]        | CH-PROJECT-006 there is no build "bas"
            builds: base                                               | CH-MANIFEST-011
            """)
    void whatCannotBeIsRefused(String text, String problem) {
        assertThat(problems(text + "\n")).singleElement().asString().contains(problem);
    }

    @Test
    void aFolderWhoseNameCannotBeABuildsIsToBeNamed() throws IOException {
        write("my service/chandler.yml", "base: busybox\n");

        assertThat(problems("builds: ['my service']\n"))
                .containsExactly("chandler.project.yml:1:10 CH-PROJECT-005 \"my service\" cannot be a build's name");
    }
}
