package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stranger's plugins, compiled against the API alone and dropped into a folder. */
class PluginsIT {

    private static final Path EXAMPLES = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("../plugins/examples")
            .normalize();

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void aProvisionerFromAFolderOfTheCommandLine() {
        provisioner().writeTo(stranger.root().resolve("more"));
        stranger.manifest("busybox", "install: [motd: hello from a stranger]\nscript: [grep stranger /motd]\n");

        Built first = stranger.builds("--plugins", "../more");
        Built second = stranger.builds("--plugins", "../more");

        assertThat(Docker.inImage(stranger.image(), "cat", "/motd")).isEqualTo("hello from a stranger");
        assertThat(first.instances()).isEqualTo(2);
        assertThat(second.instances()).isZero();
    }

    @Test
    void aProvisionerFromAFolderOfTheEnvironment() {
        provisioner().writeTo(stranger.root().resolve("more"));
        stranger.with("CHANDLER_PLUGINS", stranger.root().resolve("more").toString());
        stranger.manifest("busybox", "install: [motd: hello]\n");

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/motd")).isEqualTo("hello");
    }

    @Test
    void aProvisionerFromAZipOfTheProjectWithALibraryThatPrintsAndLeavesAThread() {
        Path library = PluginJar.of("words")
                .type("org.words.Words", """
                        package org.words;

                        public final class Words {
                            public static String said(String text) {
                                System.out.println("noise");
                                new Thread(() -> {
                                    try { Thread.sleep(600_000); } catch (InterruptedException e) { throw new IllegalStateException(e); }
                                }).start();
                                return text + " from a library";
                            }
                        }
                        """)
                .writeTo(stranger.root().resolve("lib"));
        String using = source("MotdProvisioner").replace("new Step(text)", "new Step(org.words.Words.said(text))");
        PluginJar.of("motd")
                .against(library)
                .provisioner("motd", "org.example.MotdProvisioner", using)
                .zipTo(stranger.project().resolve(".chandler/plugins"), library);
        stranger.manifest("busybox", "install: [motd: hello]\n");

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/motd")).isEqualTo("hello from a library");
        assertThat(stranger.cache().resolve("plugins")).isDirectoryContaining("glob:**/[0-9a-f]*");
    }

    @Test
    void aProvisionersOwnProblemsAreTheManifests() {
        provisioner().writeTo(stranger.project().resolve(".chandler/plugins"));
        stranger.manifest("busybox", "install:\n  - motd: ' '\n");

        stranger.runs("validate").exits(2).says("chandler.yml:5:", "a message of the day has words");
    }

    @Test
    void anEngineFromAFolderOfTheCommandLine() throws IOException {
        engine().writeTo(stranger.root().resolve("more"));
        stranger.file("site/index.html", "hello\n");
        stranger.manifest(
                "anything",
                "install:\n  - mkdir own\n  - echo $E2E > own/file\n  - copy: {from: site, to: /srv}\nscript: [test -s own/file, touch own/tested]\n");
        Path folders = Files.createDirectories(stranger.root().resolve("folders"));
        String[] args = {"--plugins", "../more", "--engine", "folder", "--endpoint", folders.toString()};

        Built first = stranger.builds(args);
        Built second = stranger.builds(args);

        Path image = folders.resolve("images").resolve(first.image().replace("sha256:", ""));
        assertThat(image.resolve("own/file")).hasContent(stranger.nonce());
        assertThat(image.resolve("srv/index.html")).hasContent("hello");
        assertThat(image.resolve("own/tested")).doesNotExist();
        assertThat(folders.resolve("names/" + stranger.image() + ":latest")).hasContent(first.image());
        assertThat(folders.resolve("instances")).isEmptyDirectory();
        assertThat(second.instances()).isZero();
    }

    @Test
    void anEngineFromAFolderOfTheEnvironmentIsTriedWithTheOthers() {
        engine().writeTo(stranger.root().resolve("more"));
        stranger.with("CHANDLER_PLUGINS", stranger.root().resolve("more").toString());

        assertThat(stranger.runs("engines").exits(0).out())
                .containsSubsequence("docker", "folder", "there is no folder /nowhere");
    }

    @Test
    void bothTogether() throws IOException {
        Path more = stranger.root().resolve("more");
        provisioner().writeTo(more);
        engine().writeTo(more);
        stranger.manifest("anything", "install: [motd: hello]\n");
        Path folders = Files.createDirectories(stranger.root().resolve("folders"));

        Built built = stranger.builds("--plugins", "../more", "--engine", "folder", "--endpoint", folders.toString());

        assertThat(folders.resolve("images")
                        .resolve(built.image().replace("sha256:", ""))
                        .resolve("motd"))
                .hasContent("hello");
    }

    @Test
    void eachPluginIsListedWithItsKindVersionFileAndState() {
        Path more = stranger.root().resolve("more");
        Path motd = provisioner().writeTo(more);
        Path folder = engine().header("Plugin-Version", "2.3.4").writeTo(more);
        Path old = provisioner()
                .header("Plugin-Id", "old")
                .header("Plugin-Requires", "<0.0.1")
                .writeTo(more, "old.jar", each -> each);

        Ended ended = stranger.runs("plugin", "list", "--plugins", "../more").exits(0);

        assertThat(line(ended, motd))
                .contains("motd", "1.0.0", "provisioner motd")
                .doesNotContain("refused");
        assertThat(line(ended, folder))
                .contains("folder", "2.3.4", "engine folder")
                .doesNotContain("refused");
        assertThat(line(ended, old)).contains("old", "1.0.0", "refused");
        assertThat(ended.out()).contains("engine docker", "provisioner exec", "built-in");
        assertThat(ended.err()).contains("old.jar", "<0.0.1");
    }

    private static String line(Ended listed, Path file) {
        return listed.out()
                .lines()
                .filter(line -> line.contains(file.getFileName().toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(listed.toString()));
    }

    private static PluginJar provisioner() {
        return PluginJar.of("motd").provisioner("motd", "org.example.MotdProvisioner", source("MotdProvisioner"));
    }

    private static PluginJar engine() {
        return PluginJar.of("folder").engine("folder", "org.example.FolderEngines", source("FolderEngines"));
    }

    private static String source(String name) {
        try {
            return Files.readString(EXAMPLES.resolve(name + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
