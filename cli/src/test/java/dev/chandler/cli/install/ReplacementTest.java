package dev.chandler.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files that are changed together, or not at all. */
class ReplacementTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(folder.resolve("old"), "old");
        Files.writeString(folder.resolve("other"), "other");
        Files.writeString(folder.resolve("new"), "new");
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return all;
    }

    @Test
    void whatIsKeptStaysAndNothingOfWhatWasThere() throws IOException {
        try (Replacement replacement = new Replacement()) {
            replacement.move(folder.resolve("new"), folder.resolve("old"));
            replacement.remove(folder.resolve("other"));
            replacement.keep();
        }

        assertThat(files()).isEqualTo(Map.of("old", "new"));
    }

    @Test
    void whatIsNotKeptIsAsItWas() throws IOException {
        try (Replacement replacement = new Replacement()) {
            replacement.move(folder.resolve("new"), folder.resolve("old"));
            replacement.move(folder.resolve("other"), folder.resolve("another"));
            replacement.remove(folder.resolve("old"));
        }

        assertThat(files()).isEqualTo(Map.of("old", "old"));
    }

    @Test
    void whatFailsTakesNothingAlong() throws IOException {
        assertThatThrownBy(() -> {
                    try (Replacement replacement = new Replacement()) {
                        replacement.move(folder.resolve("new"), folder.resolve("old"));
                        replacement.move(folder.resolve("nowhere"), folder.resolve("other"));
                    }
                })
                .isInstanceOf(IOException.class);

        assertThat(files()).isEqualTo(Map.of("old", "old", "other", "other"));
    }
}
