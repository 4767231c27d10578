package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutImageTest {

    private static final Platform AMD64 = new Platform("linux", "amd64", "");

    @TempDir
    Path folder;

    private Path blobs;

    @BeforeEach
    void makeBlobs() throws IOException {
        blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    }

    private Digest blob(String content) throws IOException {
        Digest digest = Digest.of(content);
        Files.writeString(blobs.resolve(digest.hex()), content);
        return digest;
    }

    private Digest image(String architecture) throws IOException {
        Digest layer = blob("layer of " + architecture);
        Digest config = blob("{\"os\":\"linux\",\"architecture\":\"" + architecture
                + "\",\"config\":{\"Cmd\":[\"x\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + layer + "\"]}}");
        return blob("{\"config\":{\"digest\":\"" + config + "\"},\"layers\":[{\"digest\":\"" + layer + "\"}]}");
    }

    private static String descriptor(Digest digest, String architecture) {
        return "{\"digest\":\"" + digest + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture
                + "\"}}";
    }

    private LayoutImage read() throws IOException {
        return LayoutImage.read(folder, AMD64);
    }

    @Test
    void findsTheImageOfThePlatformAlsoBelowAnIndex() throws Exception {
        Digest index = blob("{\"manifests\":[" + descriptor(image("arm64"), "arm64") + ","
                + descriptor(image("amd64"), "amd64") + "]}");
        Files.writeString(folder.resolve("index.json"), "{\"manifests\":[{\"digest\":\"" + index + "\"}]}");

        LayoutImage image = read();
        assertThat(image.platform()).isEqualTo(AMD64);
        assertThat(image.layers())
                .containsExactly(blobs.resolve(Digest.of("layer of amd64").hex()));
        assertThat(image.diffIds()).containsExactly(Digest.of("layer of amd64"));
        assertThat(image.config().get("config")).hasToString("{\"Cmd\":[\"x\"]}");
    }

    @Test
    void saysWhereThereIsNoneForThePlatform() throws Exception {
        Files.writeString(
                folder.resolve("index.json"), "{\"manifests\":[" + descriptor(image("arm64"), "arm64") + "]}");

        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("linux/amd64");
    }

    @Test
    void saysWhatIsMissingOrNoLayout() throws Exception {
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("index.json");
        Files.writeString(folder.resolve("index.json"), "[]");
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("not an OCI image layout");
        Files.writeString(folder.resolve("index.json"), "{\"manifests\":[{\"digest\":\"sha256:zz\"}]}");
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("zz");
    }

    @Test
    void aConfigThatIsNotThatOfItsDigestIsRefused() throws Exception {
        Digest manifest = image("amd64");
        Digest config = LayoutImage.read(layout(manifest), AMD64).configDigest();
        Files.writeString(blobs.resolve(config.hex()), "{\"os\":\"linux\"}");

        assertThatThrownBy(() -> LayoutImage.read(layout(manifest), AMD64))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(config.toString());
    }

    private Path layout(Digest manifest) throws IOException {
        Files.writeString(folder.resolve("index.json"), "{\"manifests\":[" + descriptor(manifest, "amd64") + "]}");
        return folder;
    }

    @Test
    void aLayerThatIsCompressedOtherwiseIsNamedWithItsCompression() throws Exception {
        Digest diffId = Digest.of("what is in it");
        Digest layer = blob("a layer");
        Files.write(blobs.resolve(layer.hex()), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0});
        Digest config =
                blob("{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[\"" + diffId + "\"]}}");
        Digest manifest =
                blob("{\"config\":{\"digest\":\"" + config + "\"},\"layers\":[{\"digest\":\"" + layer + "\"}]}");
        LayoutImage image = LayoutImage.read(layout(manifest), AMD64);

        assertThatThrownBy(image::flattened)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(diffId.toString())
                .hasMessageContaining("zstd");
    }

    @Test
    void anIndexThatLeadsToItselfEnds() throws Exception {
        Digest fake = Digest.of("self");
        Files.writeString(blobs.resolve(fake.hex()), "{\"manifests\":[{\"digest\":\"" + fake + "\"}]}");
        Files.writeString(folder.resolve("index.json"), "{\"manifests\":[{\"digest\":\"" + fake + "\"}]}");

        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("no image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"config\":{\"Labels\":{\"a\":null}}}",
                "{\"config\":{\"Env\":[{}]}}",
                "{\"config\":{\"Healthcheck\":{\"Test\":[\"CMD\",\"x\"],\"Interval\":\"x\"}}}",
                "{\"rootfs\":{\"diff_ids\":[{}]}}",
                "{\"rootfs\":{\"diff_ids\":[\"one\"]}}",
                "{\"history\":[1]}",
                "[]"
            })
    void aConfigThatCannotBeReadIsTheFilesFault(String config) throws IOException {
        Digest manifest = blob("{\"config\":{\"digest\":\"" + blob(config) + "\"},\"layers\":[]}");

        assertRefused("{\"manifests\":[{\"digest\":\"" + manifest + "\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"layers\":{}", ",\"layers\":[1]", ",\"layers\":[{}]"})
    void aManifestThatCannotBeReadIsTheFilesFault(String layers) throws IOException {
        Digest manifest = blob("{\"config\":{\"digest\":\"" + blob("{}") + "\"}" + layers + "}");

        assertRefused("{\"manifests\":[{\"digest\":\"" + manifest + "\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"manifests\":{}}", "{\"manifests\":[1]}", "{\"manifests\":[{}]}"})
    void anIndexThatCannotBeReadIsTheFilesFault(String index) throws IOException {
        assertRefused(index);
    }

    private void assertRefused(String index) throws IOException {
        Files.writeString(folder.resolve("index.json"), index);

        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("not an OCI image layout");
    }
}
