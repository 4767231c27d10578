package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.cli.Console;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class CommandTreeTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "build",
                "plan",
                "why",
                "export",
                "validate",
                "render",
                "graph",
                "lock",
                "engines",
                "init",
                "schema",
                "cache",
                "cache ls",
                "cache prune",
                "cache export",
                "cache import",
                "toolbox",
                "toolbox build",
                "toolbox ls",
                "toolbox rm",
                "reap",
                "module",
                "module new",
                "module add",
                "module remove",
                "module list",
                "module tree",
                "module outdated",
                "module update",
                "module vendor",
                "module info",
                "module docs",
                "module test",
                "module pack",
                "module push",
                "module pull",
                "plugin",
                "plugin list",
                "plugin info",
                "plugin install",
                "plugin remove",
                "plugin verify",
                "plugin new",
                "completion",
                "version"
            })
    void hasHelpForEveryCommand(String command) {
        String[] words = (command + " --help").strip().split(" ");
        Captured help = Captured.run(folder, words);

        assertThat(help.code()).isZero();
        Golden.assertMatches(
                "help/" + (command.isEmpty() ? "chandler" : command.replace(' ', '-')) + ".txt", help.out());
    }

    @Test
    void hasTheListOfAllCommandsReadyAsTheParserMakesIt() {
        Golden.assertMatches("../../main/resources/dev/chandler/cli/command/" + Overview.RESOURCE, made(Ansi.ON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void showsTheListOfAllCommandsWithoutStyleWhereThereIsNoTerminal(String line) {
        assertThat(Captured.run(folder, line).out()).isEqualTo(made(Ansi.OFF));
    }

    private String made(Ansi ansi) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return CommandTree.overview(new Console(nowhere, nowhere, folder, Map.of()), ansi);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "biuld",
                "build --jbos 2",
                "build --jobs many",
                "graph --format svg",
                "cache",
                "plugin lst",
                "plugin new module moon",
                "cache prune --all --older-than 7d",
                "cache prune --older-than week",
                "cache prune --keep-size 0",
                "cache export",
                "cache export somewhere",
                "cache import docker:app",
                "toolbox rm",
                "toolbox rm a --all",
                "toolbox build ./a -f b",
                "export",
                "export app:1",
                "export oci:a --to oci:b --platform linux",
                "export app --to oci:b --platform linux/arm64",
                "export app --to oci:b --image app:1.0"
            })
    void refusesWhatItDoesNotKnowWithExitCode2(String line) {
        Captured refused = Captured.run(folder, line.split(" "));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("error: ").contains("--help").doesNotContain("\tat ");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(Captured.run(folder, "biuld").err()).contains("build");
    }

    @Test
    void takesAnArgumentWithAnAtSignAsItIs() throws IOException {
        Files.writeString(folder.resolve("args"), "--help");

        assertThat(Captured.run(folder, "validate", "-f", "@args").code()).isEqualTo(2);
    }

    @Test
    void writesAManifestToStartFromAndNeverOverOne() {
        assertThat(Captured.run(folder, "init", "My App!").out()).contains("wrote My App!/chandler.yml");
        assertThat(folder.resolve("My App!/chandler.yml"))
                .content()
                .startsWith("#")
                .contains("name: my-app");

        Captured again = Captured.run(folder, "init", "My App!");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("there is a manifest already");
    }

    @Test
    void initWritesTheSchemaOfTheProjectAndAFirstLineThatLeadsToIt() throws IOException {
        Captured.run(folder, "init", "alone");
        assertThat(folder.resolve("alone/chandler.yml"))
                .content()
                .startsWith("# yaml-language-server: $schema=.chandler/schema.json\n");
        assertThat(folder.resolve("alone/.chandler/schema.json"))
                .content()
                .isEqualTo(Captured.run(folder, "schema").out());

        Files.createFile(folder.resolve("chandler.project.yml"));
        Captured.run(folder, "init", "with/others");
        assertThat(folder.resolve("with/others/chandler.yml"))
                .content()
                .startsWith("# yaml-language-server: $schema=../../.chandler/schema.json\n");
        assertThat(folder.resolve(".chandler/schema.json")).exists();
        assertThat(folder.resolve("with/others/.chandler")).doesNotExist();
    }

    @Test
    void saysWhatComesNextAfterInit() {
        assertThat(Captured.run(folder, "init").out()).endsWith("next: chandler build\n");
        assertThat(Captured.run(folder, "init", "app").out()).endsWith("next: chandler build -f app\n");
        assertThat(Captured.run(folder, "init", "My App!").out()).endsWith("next: chandler build -f 'My App!'\n");
    }

    @Test
    void saysWhyAManifestCannotBeWritten() throws IOException {
        Files.createFile(folder.resolve("file"));

        Captured refused = Captured.run(folder, "init", "file/app");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("CH-CLI-004", "name another folder").doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({"help, --help", "help build, build --help", "help plugin list, plugin list --help", "--version, version"
    })
    void understandsWhatPeopleTry(String tried, String meant) {
        Captured run = Captured.run(folder, tried.split(" "));

        assertThat(run).isEqualTo(Captured.run(folder, meant.split(" ")));
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "build --pull x, 'missing, always, never'",
        "graph --format x, 'text, dot, mermaid'",
        "build --progress x, 'auto, tty, plain, json, quiet'",
        "build --on-error x, 'cleanup, keep'"
    })
    void namesTheValuesAsTheyAreWritten(String line, String values) {
        assertThat(Captured.run(folder, line.split(" ")).err()).contains("expected one of " + values + ", not \"x\"");
    }

    @Test
    void takesAMalformedAddressForAMistakeOfTheCommandLine() {
        Captured refused = Captured.run(folder, "reap", "--engine", "docker", "--endpoint", "nonsense");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("CH-ENGINE-010");
    }

    @Test
    void printsACompletionScriptWithAllCommands() {
        assertThat(Captured.run(folder, "completion").out()).contains("picocli_chandler_build", "--until", "plugin");
    }

    @Test
    void tellsItsVersion() {
        assertThat(Captured.run(folder, "version").out())
                .startsWith("chandler ")
                .contains("Java ");
    }
}
