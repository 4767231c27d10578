package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code export} says before it asks an engine. */
class ExportCommandTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "export app --to oci:a --to-endpoint unix:///x, CH-CLI-022",
        "export oci:a --to oci:b --engine docker, CH-CLI-023",
        "export oci:a --to oci:b --endpoint unix:///x, CH-CLI-023",
        "export app --to dokcer:b, CH-OUTPUT-001",
        "export oci: --to oci:b, CH-OUTPUT-001",
        "export oci:a --to oci:a/b, CH-OUTPUT-023",
        "export oci:a --to registry:host/app, CH-OUTPUT-024",
        "export app --to oci:b --tag App, CH-PLAN-006",
        "export app --to oci:b --metadata-file missing/file, CH-CLI-006"
    })
    void refusesWhatCannotBeWithExitCode2(String line, String code) {
        Captured refused = Captured.run(folder, line.split(" "));

        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("[" + code + "]").doesNotContain("\tat ");
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void listsTheKindsThatThereAre() {
        Captured refused = Captured.run(folder, "export", "app", "--to", "dokcer:b");

        assertThat(refused.err()).contains("docker, docker-archive", "oci, registry", "did you mean");
    }

    @Test
    void saysOfAFileThatItIsNoImage() throws IOException {
        Files.writeString(folder.resolve("file"), "no archive");

        Captured refused = Captured.run(folder, "export", "docker-archive:file", "--to", "oci:b");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("CH-OUTPUT-021", "docker-archive:file", "is no tar archive");
        assertThat(folder.resolve("b")).doesNotExist();
    }
}
