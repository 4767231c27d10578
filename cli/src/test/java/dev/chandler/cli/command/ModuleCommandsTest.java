package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code chandler module} does with folders alone. */
class ModuleCommandsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("nginx"));
        Files.writeString(folder.resolve("nginx/module.yml"), """
                name: web/nginx
                version: 1.2.0
                description: a web server
                license: Apache-2.0
                requires:
                  modules: [core/ca-certificates@^1.0]
                  engines: [docker]
                parameters:
                  port: {type: number, default: 80, min: 1, max: 65535, description: where it listens}
                  host: {type: string, pattern: '[a-z.]+', description: "its name | or address"}
                  modules: [gzip, http2]
                  level: {values: [low, high], default: low}
                install:
                  - echo [=port]
                """);
    }

    private Captured run(String... args) {
        return Captured.run(folder, args);
    }

    @Test
    void infoShowsAFolder() {
        Captured info = run("module", "info", "nginx");

        assertThat(info.err()).isEmpty();
        Golden.assertMatches("module/info.txt", info.out());
    }

    @Test
    void infoIsJsonForPrograms() {
        Golden.assertMatches(
                "module/info.json", run("module", "info", "./nginx", "--json").out());
    }

    @Test
    void docsAreMarkdown() {
        Golden.assertMatches("module/docs.md", run("module", "docs", "nginx").out());
    }

    @Test
    void aNewModulePacksAndSaysWhatItIs() {
        Captured made = run("module", "new", "web/motd");

        assertThat(made.err()).isEmpty();
        assertThat(made.out()).startsWith("wrote motd/, a module; next:\n");
        assertThat(run("module", "info", "motd").out()).contains("module       web/motd 0.1.0\n");
        Captured packed = Captured.run(folder.resolve("motd"), "module", "pack");
        assertThat(packed.out()).endsWith("  motd-0.1.0.tar\n");
        assertThat(Captured.run(folder.resolve("motd"), "module", "pack").out()).isEqualTo(packed.out());
    }

    @Test
    void whatTryingANewModuleLeavesIsNotPacked() throws IOException {
        run("module", "new", "web/motd");
        Path module = folder.resolve("motd");
        String packed = Captured.run(module, "module", "pack").out();
        Files.writeString(module.resolve("test/chandler.lock"), "version: 1\n");
        Files.writeString(module.resolve("chandler.lock"), "version: 1\n");
        Files.createDirectories(module.resolve("test/.chandler/plugins"));
        Files.writeString(module.resolve("test/.chandler/schema.json"), "{}");

        assertThat(Captured.run(module, "module", "pack").out()).isEqualTo(packed);
    }

    @Test
    void nothingIsWrittenWhereSomethingIs() {
        Captured made = run("module", "new", "web/nginx");

        assertThat(made.err()).contains("[CH-MODULE-060]");
        assertThat(made.code()).isEqualTo(2);
        assertThat(folder.resolve("nginx/README.md")).doesNotExist();
    }

    @Test
    void aNameThatNoModuleCanHaveIsRefused() {
        for (String name : new String[] {"Web", "web//nginx", "../nginx", "web/nginx/"}) {
            Captured made = run("module", "new", name);

            assertThat(made.err()).contains("[CH-MODULE-058]");
            assertThat(made.code()).isEqualTo(2);
        }
    }

    @Test
    void aFolderWithoutAModuleIsNone() throws IOException {
        Files.createDirectories(folder.resolve("other"));

        for (String[] words : new String[][] {
            {"module", "info", "other"}, {"module", "docs", "other"}, {"module", "pack"}, {"module", "info", "./gone"}
        }) {
            Captured refused = run(words);

            assertThat(refused.err()).contains("[CH-MODULE-057]");
            assertThat(refused.code()).isEqualTo(2);
        }
    }

    @Test
    void everythingThatCannotBePackedIsNamedAtOnce() throws IOException {
        Files.createSymbolicLink(folder.resolve("nginx/one"), Path.of("module.yml"));
        Files.createSymbolicLink(folder.resolve("nginx/two"), Path.of("/etc/passwd"));

        Captured refused = Captured.run(folder.resolve("nginx"), "module", "pack");

        assertThat(refused.err())
                .contains("[CH-MODULE-040]")
                .contains("\"one\"")
                .contains("\"two\"");
        assertThat(refused.code()).isEqualTo(2);
    }

    @Test
    void whatNobodyCouldLoadIsNotPacked() throws IOException {
        Path module = folder.resolve("nginx");
        Files.writeString(module.resolve(".chandlerignore"), "module.yml\n");
        assertThat(Captured.run(module, "module", "pack").err())
                .contains("[CH-MODULE-040]", "module.yml is left out by .chandlerignore");

        Files.writeString(
                module.resolve("module.yml"),
                "name: n\nversion: 1.0.0\nrequires: {modules: [../other, 'x@y@z']}\nparameters: {port: {type: nubmer}}\n");
        Captured refused = Captured.run(module, "module", "pack");

        assertThat(refused.err()).contains("module.yml:3:22", "[CH-MODULE-062]", "module.yml:3:32", "module.yml:4:");
        assertThat(refused.code()).isEqualTo(2);
    }

    @Test
    void aModuleIsPushedToARegistryAlone() {
        for (String where : new String[] {
            "web/nginx",
            "./nginx",
            "git+https://example.org/x.git",
            "h.example/x@2.0.0",
            "h.example/x@1.2.0",
            "h.example/x@1.2"
        }) {
            Captured refused = Captured.run(folder.resolve("nginx"), "module", "push", where);

            assertThat(refused.err()).contains("[CH-MODULE-061]");
            assertThat(refused.code()).isEqualTo(2);
        }
    }

    @Test
    void whatCannotBeWrittenOrReadIsSaid() {
        Captured packed = Captured.run(folder.resolve("nginx"), "module", "pack", "-o", "gone/x.tar");
        Captured pushed =
                Captured.run(folder.resolve("nginx"), "module", "push", "h.example/x", "--signature", "gone.sig");
        Captured pulled = run("module", "pull", "./nginx", "--to", "nginx");

        assertThat(packed.err()).contains("[CH-MODULE-063]").contains("its folder is not there");
        assertThat(packed.code()).isEqualTo(3);
        assertThat(pushed.err()).contains("[CH-MODULE-064]");
        assertThat(pushed.code()).isEqualTo(2);
        assertThat(pulled.err()).contains("[CH-MODULE-060]");
        assertThat(pulled.code()).isEqualTo(2);
    }
}
