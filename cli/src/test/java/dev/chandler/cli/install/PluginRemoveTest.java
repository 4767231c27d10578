package dev.chandler.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugin remove}. */
class PluginRemoveTest {

    @TempDir
    Path root;

    private Path project;

    @BeforeEach
    void installTwo() throws IOException {
        project = Files.createDirectories(root.resolve("project"));
        Path moon = Motd.jar(root, "moon", "1.0.0");
        Files.writeString(root.resolve("moon-1.0.0.jar.sig"), "c2lnbmF0dXJl");
        Path motd = Motd.of("motd", "1.0.0")
                .header("Plugin-Dependencies", "moon@>=1.0.0")
                .writeTo(root);
        assertThat(run("install", moon.toString(), motd.toString()).code()).isZero();
    }

    private Captured run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "plugin";
        System.arraycopy(args, 0, all, 1, args.length);
        return Captured.run(project, all);
    }

    private Path plugins() {
        return project.resolve(".chandler/plugins");
    }

    @Test
    void aPluginIsTakenOutOfFolderAndLock() {
        Captured run = run("remove", "motd");

        assertThat(run.out()).isEqualTo("removed .chandler/plugins/motd-1.0.0.jar\n");
        assertThat(plugins().resolve("motd-1.0.0.jar")).doesNotExist();
        assertThat(project.resolve("chandler.lock"))
                .content()
                .doesNotContain("motd")
                .contains("moon");
    }

    @Test
    void aPluginThatAnotherNeedsStays() {
        Captured run = run("remove", "moon");

        assertThat(run.err()).contains("plugin \"moon\" is needed", "motd", "--force", "CH-PLUGIN-044");
        assertThat(run.code()).isEqualTo(3);
        assertThat(plugins().resolve("moon-1.0.0.jar")).exists();
    }

    @Test
    void aPluginThatAnotherNeedsGoesWhereThatGoesToo() {
        assertThat(run("remove", "moon", "motd").code()).isZero();

        assertThat(plugins()).isEmptyDirectory();
        assertThat(project.resolve("chandler.lock")).content().doesNotContain("plugins");
    }

    @Test
    void aPluginThatAnotherNeedsGoesByForce() {
        assertThat(run("remove", "moon", "--force").code()).isZero();

        assertThat(plugins()).isDirectoryNotContaining("glob:**moon*");
    }

    @Test
    void onePluginThatIsNotThereKeepsAllOthers() {
        Captured run = run("remove", "motd", "mooon");

        assertThat(run.err())
                .contains("there is no plugin \"mooon\" to remove", "did you mean \"moon\"?", "CH-PLUGIN-043");
        assertThat(run.code()).isEqualTo(3);
        assertThat(plugins().resolve("motd-1.0.0.jar")).exists();
    }

    @Test
    void whatIsPinnedAndNotThereIsTakenOutOfTheLock() throws IOException {
        Files.delete(plugins().resolve("motd-1.0.0.jar"));

        assertThat(run("remove", "motd").code()).isZero();

        assertThat(project.resolve("chandler.lock")).content().doesNotContain("motd");
    }

    @Test
    void theUsersOwnFolderIsAnother() {
        assertThat(run("remove", "motd", "--user").err()).contains("CH-PLUGIN-043");
        run("install", root.resolve("moon-1.0.0.jar").toString(), "--user");

        assertThat(run("remove", "moon", "--user", "--force").out()).contains(".local/share/chandler/plugins/moon");
        assertThat(plugins().resolve("moon-1.0.0.jar")).exists();
    }

    @Test
    void aLinkIsRemovedAndNotWhatItLeadsTo() throws IOException {
        Path sun = Motd.jar(root, "sun", "1.0.0");
        Files.createSymbolicLink(plugins().resolve("sun.jar"), sun);

        assertThat(run("remove", "sun").code()).isZero();

        assertThat(plugins().resolve("sun.jar")).doesNotExist();
        assertThat(sun).exists();
    }
}
