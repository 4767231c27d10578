package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.cli.Captured;
import dev.chandler.cli.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code chandler module} does with the manifests of a project. */
class ModuleProjectCommandsTest {

    private static final String MANIFEST = """
            # what it is
            base: scratch
            vars: {who: world}

            # the steps
            install:
            [#if who == "nobody"]
              - echo nobody
            [/#if]
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), MANIFEST);
        Files.writeString(folder.resolve("chandler.sources.yml"), "modules: {own: ./modules}\n");
        module("app", "requires: {modules: own/base@^1}\nparameters: {title: none, tags: [a]}\n");
        module("base", "");
    }

    private void module(String name, String more) throws IOException {
        Files.createDirectories(folder.resolve("modules").resolve(name));
        Files.writeString(
                folder.resolve("modules/" + name + "/module.yml"), "name: own/" + name + "\nversion: 1.2.0\n" + more);
    }

    private Captured run(String... args) {
        return Captured.run(
                folder, Stream.concat(Stream.of("module"), Stream.of(args)).toArray(String[]::new));
    }

    private String manifest() throws IOException {
        return Files.readString(folder.resolve("chandler.yml"));
    }

    @Test
    void aModuleIsAddedBeforeTheStepsAndTheirComment() throws IOException {
        Captured added = run("add", "own/app", "--with", "title=hello [=who]: \"you\"", "--with", "tags=[x, y]");

        assertThat(added.err()).isEmpty();
        assertThat(added.out()).startsWith("added own/app to chandler.yml\n");
        assertThat(manifest()).isEqualTo(MANIFEST.replace("# the steps\n", """
                        modules:
                          - use: own/app
                            with:
                              title: "hello [=who]: \\"you\\""
                              tags: [x, y]
                        # the steps
                        """));
    }

    @Test
    void anotherIsAddedBehindTheLastWithItsComments() throws IOException {
        String block = """
                modules:   # ours
                    - use: own/app   # first
                      with:
                        title: one
                      # still of the first
                # and so on

                """;
        Files.writeString(folder.resolve("chandler.yml"), "base: scratch\n" + block + "install: []\n");

        assertThat(run("add", "modules/base").err()).isEmpty();

        assertThat(manifest())
                .isEqualTo("base: scratch\n"
                        + block.replace("# and so on", "    - use: ./modules/base\n# and so on")
                        + "install: []\n");
    }

    @Test
    void whatIsRemovedLeavesAllElse() throws IOException {
        run("add", "own/app", "--with", "title=one");
        run("add", "own/base");
        String both = manifest();

        assertThat(run("remove", "own/app").err()).isEmpty();
        assertThat(manifest()).isEqualTo(both.replaceAll("  - use: own/app\n +with:\n +title: one\n", ""));

        assertThat(run("remove", "own/base").out()).startsWith("took own/base out of chandler.yml\n");
        assertThat(manifest()).isEqualTo(MANIFEST);
    }

    @Test
    void linesEndAsTheyDoInTheManifest() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: scratch\r\nmodules:\r\n  - use: own/base");

        assertThat(run("add", "own/app").err()).isEmpty();

        assertThat(manifest()).isEqualTo("base: scratch\r\nmodules:\r\n  - use: own/base\r\n  - use: own/app\r\n");
    }

    @Test
    void nothingIsWrittenWhereTheManifestWouldNotLoad() throws IOException {
        Captured refused = run("add", "own/app", "--with", "titel=x");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("chandler.yml:8:7: ").contains("CH-MODULE-004");
        assertThat(manifest()).isEqualTo(MANIFEST);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .doesNotContain("chandler.lock")
                    .noneMatch(name -> name.startsWith(".chandler"));
        }
    }

    @Test
    void aListInBracketsIsLeftAndWhatToWriteIsSaid() throws IOException {
        String text = "base: scratch\nmodules: [{use: own/base}]\n";
        Files.writeString(folder.resolve("chandler.yml"), text);

        Captured refused = run("add", "own/app", "--with", "title=x");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("chandler.yml:2:10", "CH-MODULE-070", "- use: own/app\n", "with:\n", "title: x\n");
        assertThat(run("remove", "own/base").err()).contains("CH-MODULE-070");
        assertThat(manifest()).isEqualTo(text);
    }

    @Test
    void aUseAmongTheStepsIsNotRemoved() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: scratch\ninstall:\n  - use: own/base\n");

        Captured refused = run("remove", "own/base");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("CH-MODULE-072", "chandler.yml:3:10");
        assertThat(run("remove", "own/bas").err()).contains("CH-MODULE-029", "did you mean \"own/base\"?");
    }

    @Test
    void aManifestThatCannotBeWrittenStaysAsItIs() throws IOException {
        Path manifest = folder.resolve("chandler.yml");
        ManifestEdit edit = new ManifestEdit(folder.resolve("none/chandler.yml"), console());

        assertThatThrownBy(() -> edit.write("base: scratch\n", file -> file)).hasMessageContaining("CH-MODULE-071");
        assertThat(manifest).hasContent(MANIFEST);
    }

    private Console console() {
        PrintWriter none = new PrintWriter(Writer.nullWriter());
        return new Console(none, none, folder, Map.of());
    }

    @Test
    void listAndTreeShowWhoUsesWhat() throws IOException {
        run("add", "own/base");
        run("add", "own/app");

        assertThat(run("list").out()).isEqualTo("""
                MODULE    VERSION  SOURCE          DIGEST  USED BY
                own/app   1.2.0    ./modules/app   -       chandler.yml
                own/base  1.2.0    ./modules/base  -       chandler.yml, own/app
                """);
        assertThat(run("tree").out()).isEqualTo("""
                chandler.yml
                ├── own/base 1.2.0  own/base
                └── own/app 1.2.0  own/app
                    └── own/base 1.2.0  own/base@^1
                """);
        assertThat(run("list", "--json").out()).contains("\"usedBy\": [\n      \"chandler.yml\",\n      \"own/app\"");
        assertThat(run("tree", "--json").out()).contains("\"reference\": \"own/base@^1\"", "\"range\": \"^1\"");
        assertThat(run("outdated").out()).isEqualTo("there is no newer version of any module\n");
        assertThat(run("outdated", "--json").out()).isEqualTo("[]\n");
        assertThat(run("info", "own/app").out()).contains("module   own/app 1.2.0");
    }

    @Test
    void whereNobodyUsesAModuleThatIsSaid() {
        for (String command : List.of("list", "tree")) {
            assertThat(run(command).out()).isEqualTo("no manifest here uses a module\n");
        }
    }

    @Test
    void aModuleWithoutTestsIsNotTested() {
        Captured refused = run("test", "modules/app");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("CH-MODULE-073", "own/app", "test/chandler.yml");
    }

    @Test
    void whatATemplateOfAModuleWouldAskConsulForIsSaidBeforeAnythingStarts() throws IOException {
        module("app", "install:\n  - consul-template: {templates: [{source: port, destination: /port}]}\n");
        Files.writeString(folder.resolve("modules/app/port"), "the port is\n{{ key \"app/port\" }}\n");
        Files.writeString(folder.resolve("chandler.yml"), "base: scratch\nmodules:\n  - use: own/app\n");

        for (String command : List.of("validate", "graph")) {
            Captured refused = Captured.run(folder, command);

            assertThat(refused.err())
                    .startsWith("modules/app/port:2:4: a module's template asks Consul: it calls \"key\"")
                    .contains("[CH-MODULE-017]", "used at chandler.yml:3:5");
            assertThat(refused.code()).isEqualTo(2);
        }
    }
}
