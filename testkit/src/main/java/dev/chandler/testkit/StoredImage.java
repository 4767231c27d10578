package dev.chandler.testkit;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An image of layers with a config, as text and tar, written into files as other tools write them.
 *
 * <p>Source: OCI image specification 1.1, {@code image-layout.md}; {@code docker save} of Docker 20.10.
 *
 * @param layers each a plain tar, the lowest first
 * @param config the image's config
 */
record StoredImage(List<byte[]> layers, String config) {

    private static final String TYPE = "application/vnd.oci.image.";

    static StoredImage of(Platform platform, String settings, TarFiles... layers) throws IOException {
        List<byte[]> packed = new ArrayList<>();
        for (TarFiles layer : layers) {
            packed.add(layer.stream().readAllBytes());
        }
        String diffIds = packed.stream()
                .map(layer -> "\"" + Digest.of(layer) + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        return new StoredImage(
                packed,
                "{\"os\": \"%s\", \"architecture\": \"%s\", \"config\": %s, \"rootfs\": {\"type\": \"layers\", \"diff_ids\": %s}}"
                        .formatted(platform.os(), platform.architecture(), settings, diffIds));
    }

    /** As one image of a layout, which may have others. */
    void addTo(Path layout, String tag) throws IOException {
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        List<String> descriptors = new ArrayList<>();
        for (byte[] layer : layers) {
            descriptors.add(blob(blobs, layer, "layer.v1.tar", ""));
        }
        byte[] manifest = "{\"schemaVersion\": 2, \"config\": %s, \"layers\": [%s]}"
                .formatted(blob(blobs, bytes(config), "config.v1+json", ""), String.join(", ", descriptors))
                .getBytes(StandardCharsets.UTF_8);
        String entry = blob(
                blobs,
                manifest,
                "manifest.v1+json",
                ", \"annotations\": {\"org.opencontainers.image.ref.name\": \"" + tag + "\"}");
        Path index = layout.resolve("index.json");
        String before = Files.exists(index) ? Files.readString(index) : "{\"schemaVersion\": 2, \"manifests\": []}";
        String others = before.replaceFirst("]}$", before.contains("[]") ? "" : ", ");
        Files.writeString(index, others + entry + "]}");
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    }

    private static String blob(Path blobs, byte[] content, String type, String more) throws IOException {
        Digest digest = Digest.of(content);
        Files.write(blobs.resolve(digest.hex()), content);
        return "{\"mediaType\": \"%s%s\", \"digest\": \"%s\", \"size\": %d%s}"
                .formatted(TYPE, type, digest, content.length, more);
    }

    /** As the one image of an archive. */
    void writeArchive(Path file, String name) throws IOException {
        TarFiles archive = new TarFiles().file("config.json", 0644, 0, config);
        List<String> paths = new ArrayList<>();
        for (byte[] layer : layers) {
            String path = Digest.of(layer).hex() + "/layer.tar";
            paths.add("\"" + path + "\"");
            archive.file(path, 0644, 0, layer);
        }
        archive.file(
                "manifest.json",
                0644,
                0,
                "[{\"Config\": \"config.json\", \"RepoTags\": [\"%s\"], \"Layers\": [%s]}]"
                        .formatted(name, String.join(", ", paths)));
        Files.copy(archive.stream(), file);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
