package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code module test} takes of {@code build}, and says before it asks an engine. */
class ModuleTestOptionsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void writeAModule() throws IOException {
        Files.createDirectories(folder.resolve("test"));
        Files.writeString(folder.resolve("module.yml"), "name: web/app\nversion: 1.0.0\ninstall: [echo hello]\n");
        Files.writeString(
                folder.resolve("test/chandler.yml"),
                "base: \"[=image]\"\nvars: {image: busybox}\nmodules: [{use: ../}]\n");
    }

    private Captured run(String... options) {
        return Captured.run(
                folder,
                Map.of(),
                Stream.concat(Stream.of("module", "test"), Stream.of(options)).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--jobs=0",
                "--jobs=many",
                "--platform=arm",
                "--pull=sometimes",
                "--on-error=stay",
                "--progress=loud",
                "--consul-addr=a b"
            })
    void refusesWhatBuildRefuses(String option) {
        Captured refused = run(option);
        Captured build = Captured.run(folder.resolve("test"), "build", option);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err().lines().findFirst())
                .isEqualTo(build.err().lines().findFirst());
    }

    @Test
    void variablesAreThoseOfTheManifestsThatTryIt() {
        assertThat(run("--var", "image=a b", "--engine", "none").err()).contains("\"a b\"");
        assertThat(run("--var", "imgae=busybox", "--engine", "none").err())
                .contains("imgae", "did you mean \"image\"?");
        assertThat(run("--var", "image=debian", "--engine", "none").err()).contains("unknown engine \"none\"");
    }

    @Test
    void certificatesAreReadOnceForAll() {
        assertThat(run("--ca-bundle", "nowhere.pem").err()).contains("nowhere.pem");
    }

    @Test
    void lockedIsThatOfTheProjectThatTriesIt() throws IOException {
        Files.writeString(folder.resolve("test/chandler.sources.yml"), "modules: {core: 127.0.0.1:1/teams/core}\n");
        Files.writeString(folder.resolve("test/chandler.yml"), "base: busybox\nmodules: [{use: core/ca@^1}]\n");

        Captured refused = run("--locked");

        assertThat(refused.err()).contains("CH-LOCK-007", "core/ca");
        assertThat(refused.code()).isEqualTo(2);
    }

    @Test
    void whatBothCommandsTakeIsDeclaredOnce() {
        CommandLine build = new CommandLine(new BuildCommand(null));
        CommandLine test = new CommandLine(new ModuleTestCommand(null));

        for (OptionSpec option : test.getCommandSpec().options()) {
            OptionSpec same = build.getCommandSpec().findOption(option.longestName());
            assertThat(same).as(option.longestName()).isNotNull();
            assertThat(same.userObject()).as(option.longestName()).isEqualTo(option.userObject());
        }
    }
}
