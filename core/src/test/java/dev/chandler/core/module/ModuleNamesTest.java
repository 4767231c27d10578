package dev.chandler.core.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.version.VersionRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link ModuleNames}. */
class ModuleNamesTest {

    private static final Location PLACE = new Location("chandler.yml", 5, 9);

    @TempDir
    Path folder;

    private Path project;
    private Path user;

    @BeforeEach
    void makeFolders() throws IOException {
        project = Files.createDirectory(folder.resolve("project"));
        user = Files.createDirectory(folder.resolve("user"));
    }

    @ParameterizedTest
    @CsvSource({
        "web/nginx, 127.0.0.1:5000/teams/web/nginx",
        "web/proxy/envoy, example.org/envoys/envoy",
        "web/proxy, example.org/envoys",
        "web, 127.0.0.1:5000/teams/web",
    })
    void theLongestBeginningOfWholeWordsWins(String name, String repository) throws IOException {
        write(project, """
                modules:
                  web: 127.0.0.1:5000/teams/web
                  web/proxy: example.org/envoys
                  web/pro: example.org/wrong
                """);

        assertThat(resolve(name)).isEqualTo(new ModuleReference.Registry(repository, VersionRange.ANY));
    }

    @Test
    void theRangeIsWhatTheUseSays() throws IOException {
        write(project, "modules: {web: example.org/web}\n");

        assertThat(resolve("web/nginx@^1.2").range()).hasToString("^1.2");
    }

    @Test
    void theProjectsFileGoesBeforeTheUsers() throws IOException {
        write(project, "modules: {web: example.org/project}\n");
        write(user, "modules: {web/nginx: example.org/user, core: example.org/core}\n");

        assertThat(resolve("web/nginx"))
                .isEqualTo(new ModuleReference.Registry("example.org/project/nginx", VersionRange.ANY));
        assertThat(resolve("core/ca")).isEqualTo(new ModuleReference.Registry("example.org/core/ca", VersionRange.ANY));
    }

    @Test
    void aFolderIsRelativeToTheFileThatNamesIt() throws IOException {
        write(user, "modules: {own: ./modules, one: ../one}\n");

        assertThat(resolve("own/nginx"))
                .isEqualTo(
                        new ModuleReference.Folder(user.resolve("modules/nginx").toString()));
        assertThat(resolve("one"))
                .isEqualTo(new ModuleReference.Folder(folder.resolve("one").toString()));
    }

    @Test
    void ofAGitRepositoryTheWordsAreFolders() throws IOException {
        write(project, """
                modules:
                  web: git+https://example.org/modules.git#main:web
                  core: git+file:///srv/core.git
                """);

        assertThat(resolve("web/nginx"))
                .isEqualTo(new ModuleReference.Git(
                        "https://example.org/modules.git", Optional.of("main"), Optional.of("web/nginx")));
        assertThat(resolve("core/ca"))
                .isEqualTo(new ModuleReference.Git("file:///srv/core.git", Optional.empty(), Optional.of("ca")));
        assertThat(resolve("core"))
                .isEqualTo(new ModuleReference.Git("file:///srv/core.git", Optional.empty(), Optional.empty()));
    }

    @Test
    void ofArchivesTheWordsAndTheVersionArePutIntoTheUrl() throws IOException {
        write(project, """
                modules:
                  web: https://example.org/modules/{name}-{version}.tar
                  one: https://example.org/one.tar#%s
                """.formatted(Digest.of("one")));

        assertThat(resolve("web/proxy/envoy"))
                .isEqualTo(new ModuleReference.Archive(
                        "https://example.org/modules/proxy/envoy-{version}.tar", Optional.empty()));
        assertThat(resolve("one"))
                .isEqualTo(new ModuleReference.Archive("https://example.org/one.tar", Optional.of(Digest.of("one"))));
    }

    @Test
    void anUnknownNameIsSaidWithWhatWasTriedAndWhatMayBeMeant() throws IOException {
        write(project, "modules: {web: example.org/web, core/base: example.org/base}\n");
        write(user, "modules: {own: ./modules}\n");

        Problem problem = problem("wbe/nginx");

        assertThat(problem.code()).isEqualTo("CH-MODULE-021");
        assertThat(problem.where()).contains(PLACE);
        assertThat(problem.why())
                .contains("looked in project/chandler.sources.yml and user/chandler.sources.yml, which know names that"
                        + " begin with core/base, own, web");
        assertThat(problem.remedy()).contains("did you mean \"web/nginx\"?");
        assertThat(problem("core/bsae/x").remedy()).contains("did you mean \"core/base/x\"?");
    }

    @Test
    void whereThereIsNoFileItIsSaidHowToMakeOne() {
        Problem problem = problem("nginx");

        assertThat(problem.why()).hasValueSatisfying(why -> assertThat(why).endsWith("which have no modules"));
        assertThat(problem.remedy())
                .hasValueSatisfying(remedy ->
                        assertThat(remedy).contains("chandler.sources.yml").contains("./nginx"));
    }

    @Test
    void allThatIsWrongIsSaidAtItsPlace() throws IOException {
        write(project, """
                modules:
                  Web: example.org/web
                  core: example.org/core@^1
                  app: teams/app
                  old: https://example.org/old.tar
                  more: [x]
                module: {}
                """);

        ManifestException e = catchThrowableOfType(
                ManifestException.class, () -> ModuleNames.read(project, Optional.of(user), folder));

        assertThat(e.problems())
                .extracting(problem -> problem.where().orElseThrow() + " " + problem.code())
                .containsExactly(
                        "project/chandler.sources.yml:2:3 CH-MODULE-022",
                        "project/chandler.sources.yml:3:9 CH-MODULE-022",
                        "project/chandler.sources.yml:4:8 CH-MODULE-022",
                        "project/chandler.sources.yml:5:8 CH-MODULE-022",
                        "project/chandler.sources.yml:6:9 CH-MANIFEST-011",
                        "project/chandler.sources.yml:7:1 CH-MANIFEST-010");
    }

    private static void write(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve(ModuleNames.FILE), text);
    }

    private ModuleReference resolve(String text) {
        return ModuleNames.read(project, Optional.of(user), folder)
                .resolve((ModuleReference.Named) ModuleReference.parse(text, PLACE), PLACE);
    }

    private Problem problem(String name) {
        return catchThrowableOfType(ManifestException.class, () -> resolve(name))
                .problems()
                .get(0);
    }
}
