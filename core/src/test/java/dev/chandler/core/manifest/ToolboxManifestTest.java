package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.testkit.TarFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code toolbox:}. */
class ToolboxManifestTest {

    @TempDir
    Path folder;

    private ToolboxSource read(String toolbox) {
        return new ManifestFolder(folder)
                .manifest("base: busybox\ntoolbox: " + toolbox + "\n")
                .load()
                .instance()
                .toolbox()
                .orElseThrow();
    }

    private List<String> problems(String toolbox) {
        try {
            read(toolbox);
            return List.of();
        } catch (ManifestException e) {
            return e.problems().stream()
                    .map(problem -> problem.where().map(Location::toString).orElse("") + " " + problem.code())
                    .toList();
        }
    }

    @Test
    void whatBeginsWithADotOrASlashIsAPath() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));

        assertThat(read("./tools"))
                .isInstanceOfSatisfying(
                        ToolboxSource.ClientFiles.class,
                        files -> assertThat(files.path()).isEqualTo(tools));
        assertThat(read(tools.toString())).isInstanceOf(ToolboxSource.ClientFiles.class);
    }

    @Test
    void anArchiveIsOneByItsBeginning() throws IOException {
        try (InputStream tar = new TarFiles().file("sh", 0755, 0, "x").stream()) {
            Files.copy(tar, folder.resolve("tools.tar"));
        }
        Files.writeString(folder.resolve("words"), "no archive");

        assertThat(read("./tools.tar")).isInstanceOf(ToolboxSource.ClientFiles.class);
        assertThat(problems("./words")).containsExactly("chandler.yml:2:10 CH-TOOLBOX-002");
    }

    @Test
    void otherTextIsAnImageAndAMapAContainer() {
        assertThat(read("registry:5000/tools:1")).hasToString("image registry:5000/tools:1");
        assertThat(read("{container: data}")).hasToString("container data");
    }

    @Test
    void whatCanBeNoToolboxIsSaidAtItsPlace() {
        assertThat(problems("./none")).containsExactly("chandler.yml:2:10 CH-TOOLBOX-001");
        assertThat(problems("a b")).containsExactly("chandler.yml:2:10 CH-TOOLBOX-001");
        assertThat(problems("[a]")).containsExactly("chandler.yml:2:10 CH-MANIFEST-011");
        assertThat(problems("{}")).containsExactly("chandler.yml:2:10 CH-MANIFEST-012");
        assertThat(problems("{image: a}")).isNotEmpty();
    }

    @Test
    void aPathIsRelativeToTheFileItStandsInAndWrittenForTheManifest() {
        ManifestFolder project = new ManifestFolder(folder)
                .file("parts/tools/sh", "x")
                .file("parts/common.yml", "toolbox: ./tools\n")
                .manifest("include: parts/common.yml\nbase: busybox\n");

        assertThat(project.load().instance().toolbox().orElseThrow())
                .hasToString(folder.resolve("parts/tools").toString());
        assertThat(project.render()).contains("toolbox: ./parts/tools\n");
    }

    @Test
    void anEngineNeedsToBeAbleToWhatTheToolboxTakes() {
        InstanceSection section = new ManifestFolder(folder)
                .manifest("base: busybox\ntoolbox: {container: data}\n")
                .load()
                .instance();

        assertThat(section.needs()).containsExactlyInAnyOrder(Capability.TOOLBOX, Capability.DATA_CONTAINER);
        assertThat(section.places().get(Capability.DATA_CONTAINER)).hasToString("chandler.yml:2:10");
    }
}
