package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Captured;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link LockCommand}. */
class LockCommandTest {

    private static final LockedModule UNUSED =
            new LockedModule("web/nginx", "1.0.0", Digest.of("nginx"), "127.0.0.1:5000/teams/web/nginx");

    @TempDir
    Path folder;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: scratch\nmodules: [{use: own/app}]\n");
        Files.writeString(folder.resolve("chandler.sources.yml"), "modules: {own: ./modules}\n");
        Files.createDirectories(folder.resolve("modules/app"));
        Files.writeString(
                folder.resolve("modules/app/module.yml"), "name: app\nversion: 1.0.0\nenv: {MODE: production}\n");
    }

    @Test
    void whatNobodyUsesIsRemovedByNoOtherCommand() {
        Lockfile.empty().withModules(List.of(UNUSED)).write(folder);

        assertThat(Captured.run(folder, "validate").code()).isZero();
        assertThat(locked()).containsExactly(UNUSED);
        assertThat(Captured.run(folder, "lock", "-f", "chandler.yml").code()).isZero();
        assertThat(locked()).containsExactly(UNUSED);

        Captured run = Captured.run(folder, "lock");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("- web/nginx 1.0.0\n");
        assertThat(locked()).isEmpty();
    }

    @Test
    void whereAllIsThereNothingIsWritten() {
        Captured run = Captured.run(folder, "lock", "--update");

        assertThat(run.out()).isEqualTo("chandler.lock has everything already\n");
        assertThat(folder.resolve("chandler.lock")).doesNotExist();
    }

    @Test
    void anUpdateOfWhatNobodyUsesIsAMistake() {
        Captured run = Captured.run(folder, "lock", "--update", "ap");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("CH-MODULE-029", "used are app");
    }

    @Test
    void aManifestThatTheProjectListsCountsWhateverItIsCalled() throws IOException {
        Files.writeString(folder.resolve("chandler.project.yml"), "builds: [{name: docs, path: site/docs.yml}]\n");
        Files.createDirectory(folder.resolve("site"));
        Files.writeString(folder.resolve("site/docs.yml"), "base: scratch\nmodules: [{use: own/docs}]\n");
        Files.createDirectories(folder.resolve("modules/docs"));
        Files.writeString(folder.resolve("modules/docs/module.yml"), "name: docs\nversion: 1.0.0\nenv: {A: b}\n");

        assertThat(Captured.run(folder, "lock", "--update", "docs", "app"))
                .extracting(Captured::code, Captured::err)
                .containsExactly(0, "");
    }

    @Test
    void aProjectBelowHasALockOfItsOwn() throws IOException {
        Path below = Files.createDirectory(folder.resolve("below"));
        Files.writeString(below.resolve("chandler.project.yml"), "");
        Files.writeString(below.resolve("chandler.yml"), "no: manifest\n");

        assertThat(Captured.run(folder, "lock").code()).isZero();
    }

    @Test
    void aNameThatNobodyMapsIsSaidAtItsPlace() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: scratch\nmodules: [{use: onw/app}]\n");

        Captured run = Captured.run(folder, "validate", "--locked");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("chandler.yml:2:").contains("CH-MODULE-021", "did you mean \"own/app\"?");
    }

    private List<LockedModule> locked() {
        return Lockfile.read(folder, folder).modules();
    }
}
