package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.testkit.TarFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolboxBackupTest {

    @Test
    void hasLabelsFirstAndThenTheFilesBelowAFolder() throws Exception {
        TarFiles files = new TarFiles()
                .file("./sh", 0755, 0, "a shell")
                .hardLink("bin/ash", "./sh", 0755, 0)
                .link("bin/cat", "../sh");

        Path file;
        try (ToolboxBackup backup = ToolboxBackup.of(files.stream(), Map.of("user.a", "b"))) {
            file = backup.file();
            Map<String, TarFiles.Entry> found = TarFiles.read(Files.newInputStream(file));

            assertThat(found.keySet())
                    .startsWith("backup/index.yaml")
                    .contains("backup/volume/files/sh", "backup/volume/files/bin/ash", "backup/volume/files/bin/cat");
            assertThat(found.get("backup/index.yaml").text()).contains("\"config\":{\"user.a\":\"b\"}");
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("\0backup/volume/files/sh\0");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        ByteArrayInputStream text =
                new ByteArrayInputStream("no archive".repeat(100).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ToolboxBackup.of(text, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a tar archive");
    }
}
