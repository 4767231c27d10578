package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {

    @TempDir
    Path folder;

    @Test
    void equalTextPasses() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");

        assertThatCode(() -> new Golden(folder, false).check("a.txt", "one\ntwo\n"))
                .doesNotThrowAnyException();
    }

    @Test
    void aDifferenceIsShownLineByLine() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\nthree\n");

        assertThatThrownBy(() -> new Golden(folder, false).check("a.txt", "one\n2\nthree\nfour\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("  one\n- two\n+ 2\n  three\n+ four\n");
    }

    @Test
    void aMissingNewlineAtTheEndIsSeen() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one\n");

        assertThatThrownBy(() -> new Golden(folder, false).check("a.txt", "one"))
                .hasMessageContaining("- one\n+ one\\ no newline at the end\n");
    }

    @Test
    void aMissingFileFailsAndIsNotWritten() {
        assertThatThrownBy(() -> new Golden(folder, false).check("a.txt", "one\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dgolden.update");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUpdateWritesTheFile() throws IOException {
        new Golden(folder, true).check("plan/a.txt", "one\n");

        assertThat(folder.resolve("plan/a.txt")).hasContent("one\n");
    }
}
