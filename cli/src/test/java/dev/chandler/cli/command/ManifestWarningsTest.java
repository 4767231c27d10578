package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestWarningsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"validate", "render", "graph"})
    void aVariableOfTheEnvironmentThatNobodyDeclaresIsSaidToBeSo(String command) throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "vars: {name: a}\nbase: busybox\ninstall: [echo 1]\n");

        Captured run = Captured.run(folder, Map.of("CHANDLER_VAR_nmae", "b"), command);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isNotEmpty().doesNotContain("nmae");
        assertThat(run.err()).startsWith("warning: \"CHANDLER_VAR_nmae\": the manifest declares no variable \"nmae\"");
    }
}
