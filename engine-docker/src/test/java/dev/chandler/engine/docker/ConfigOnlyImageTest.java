package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.testkit.TarFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigOnlyImageTest {

    private static ConfigOnlyImage image(String config) {
        return ConfigOnlyImage.of(
                new Platform("linux", "arm64", "v8"),
                "2026-01-01T00:00:00.5Z",
                "",
                JsonParser.parseString(config).getAsJsonObject(),
                List.of("sha256:aa", "sha256:bb"),
                new JsonArray());
    }

    @Test
    void writesTheConfigAsItIsNullsAndAll() {
        assertThat(image("{\"Cmd\":null,\"Entrypoint\":[],\"x\":\"<&>\"}").json())
                .isEqualTo("""
                        {"architecture":"arm64","variant":"v8","os":"linux","created":"2026-01-01T00:00:00.5Z",\
                        "config":{"Cmd":null,"Entrypoint":[],"x":"<&>"},\
                        "rootfs":{"type":"layers","diff_ids":["sha256:aa","sha256:bb"]},"history":[]}\
                        """);
    }

    @Test
    void theArchiveHoldsTheConfigUnderItsDigestAndEmptyLayers() {
        ConfigOnlyImage image = image("{}");
        Map<String, TarFiles.Entry> entries =
                TarFiles.read(new ByteArrayInputStream(image.archive(List.of("a:1", "b:2"))));

        assertThat(image.id()).isEqualTo(Digest.of(image.json()));
        assertThat(entries).containsOnlyKeys(image.id().hex() + ".json", "manifest.json", "layer-0.tar", "layer-1.tar");
        assertThat(entries)
                .hasEntrySatisfying(
                        "manifest.json",
                        entry -> assertThat(entry.text())
                                .isEqualTo("[{\"Config\":\"" + image.id().hex()
                                        + ".json\",\"RepoTags\":[\"docker.io/library/a:1\",\"docker.io/library/b:2\"],"
                                        + "\"Layers\":[\"layer-0.tar\",\"layer-1.tar\"]}]"));
    }

    @Test
    void layersOfTheClientGoBeforeIt(@TempDir Path folder) throws Exception {
        Path odd = Files.writeString(folder.resolve("a"), "x".repeat(513));
        Path even = Files.writeString(folder.resolve("b"), "y".repeat(1024));
        Map<String, TarFiles.Entry> entries = TarFiles.read(LayerFiles.before(
                image("{}").afterLayers(List.of()), List.of(new LayerFiles.Whole(odd), new LayerFiles.Whole(even))));

        assertThat(entries).containsKeys("layer-0.tar", "layer-1.tar", "manifest.json");
        assertThat(entries)
                .hasEntrySatisfying(
                        "layer-0.tar", entry -> assertThat(entry.text()).isEqualTo("x".repeat(513)));
    }

    @Test
    void aLayersDigestIsThatOfItsContentCompressedOrNot(@TempDir Path folder) throws Exception {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        }
        Path plain = Files.write(folder.resolve("plain"), content);
        Path gz = Files.write(folder.resolve("gz"), zipped.toByteArray());
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThat(LayerFiles.sums(plain).diffId()).isEqualTo(Digest.of(content));
        assertThat(LayerFiles.sums(gz).diffId()).isEqualTo(Digest.of(content));
        assertThat(LayerFiles.sums(empty).diffId()).isEqualTo(Digest.of(""));
    }
}
