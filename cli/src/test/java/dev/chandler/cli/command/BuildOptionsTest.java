package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code build} says before it asks an engine. */
class BuildOptionsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void writeAManifest() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall: [echo hello]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--iidfile", "--metadata-file"})
    void takesAwayWhatAnEarlierBuildHasWritten(String option) throws IOException {
        Path file = Files.writeString(folder.resolve("result"), "sha256:old");

        Captured failed = Captured.run(folder, "build", option, "result", "--engine", "none");

        assertThat(failed.code()).isEqualTo(2);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing/result", "folder"})
    void refusesAResultFileThatCannotBeWritten(String file) throws IOException {
        Files.createDirectory(folder.resolve("folder"));

        Captured refused = Captured.run(folder, "build", "--metadata-file", file, "--engine", "none");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("CH-CLI-006", file).doesNotContain("unknown engine");
    }

    @Test
    void leavesAPipeOrADeviceWhereItIs() {
        Captured failed = Captured.run(folder, "build", "--iidfile", "/dev/full", "--engine", "none");

        assertThat(failed.err()).contains("unknown engine");
        assertThat(Path.of("/dev/full")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "build --until install[0] --tag a",
                "build --until install[0] --iidfile id",
                "build --until install[0] --metadata-file meta",
                "plan --until install[0] --tag a"
            })
    void refusesToNameAnImageThatUntilDoesNotMake(String line) {
        Captured refused = Captured.run(folder, line.split(" "));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("error: --until makes no image");
    }
}
