package dev.chandler.core.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderModulesTest {

    private static final Location PLACE = new Location("chandler.yml", 3, 10);

    @TempDir
    Path folder;

    private void module(String path, String rest) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve(path)).resolve("module.yml"),
                "name: " + path + "\nversion: 1.0.0\n" + rest);
    }

    private ModuleUse use(String reference) {
        return new ModuleUse(reference, folder, PLACE);
    }

    private ResolvedModules resolve(String... references) {
        return new FolderModules(folder)
                .resolve(List.of(references).stream().map(this::use).toList());
    }

    @Test
    void aFolderIsFoundWithAllThatItRequires() throws IOException {
        module("team/a", "requires: {modules: [../b]}\n");
        module("team/b", "");

        ResolvedModules modules = resolve("./team/a");

        ModuleFolder a = modules.of(use("./team/a"));
        assertThat(a.folder()).isEqualTo(folder.toRealPath().resolve("team/a"));
        assertThat(a.shown()).isEqualTo("team/a");
        assertThat(a.description().name()).isEqualTo("team/a");
        assertThat(modules.of(a.description().requires().get(0)).shown()).isEqualTo("team/b");
        assertThatThrownBy(() -> modules.of(use("./team/c"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneFolderIsOneModuleWhateverLeadsToIt() throws IOException {
        module("a", "");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a"));

        ResolvedModules modules = resolve("./a", "./link", folder + "/x/../a");

        assertThat(modules.of(use("./link"))).isSameAs(modules.of(use("./a")));
    }

    @Test
    void modulesThatRequireEachOtherAreFoundOnce() throws IOException {
        module("a", "requires: {modules: ../b}\n");
        module("b", "requires: {modules: ../a}\n");

        assertThat(resolve("./a").of(use("./a")).description().name()).isEqualTo("a");
    }

    @Test
    void allThatIsMissingIsSaidWhereItIsNamed() throws IOException {
        module("a", "requires: {modules: [./part, web/nginx@^1]}\n");

        assertThatThrownBy(() -> resolve("./a", "./none"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(problem ->
                                        problem.where().orElseThrow() + " " + problem.code() + " " + problem.what())
                                .containsExactly(
                                        "a/module.yml:3:22 CH-MODULE-002 there is no module in \"./part\"",
                                        "a/module.yml:3:30 CH-MODULE-002 there is no module \"web/nginx@^1\"",
                                        "chandler.yml:3:10 CH-MODULE-002 there is no module in \"./none\""));
    }
}
