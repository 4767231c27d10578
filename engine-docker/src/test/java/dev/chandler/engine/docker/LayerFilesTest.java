package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.testkit.TarFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerFilesTest {

    @TempDir
    Path folder;

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void bothDigestsOfALayerAreOfTheSameContent() throws Exception {
        byte[] tar =
                new TarFiles().file("etc/greeting", 0644, 0, "hello").stream().readAllBytes();
        byte[] compressed = gzip(tar);
        Path file = Files.write(folder.resolve("layer"), compressed);

        assertThat(LayerFiles.sums(file)).isEqualTo(new LayerFiles.Sums(Digest.of(compressed), Digest.of(tar)));
    }
}
