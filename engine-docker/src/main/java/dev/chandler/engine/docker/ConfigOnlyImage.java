package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.ImageConfigJson;
import dev.chandler.lib.oci.ImageConfigText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image over layers that the daemon has already: all that is sent is its config, a few KB.
 *
 * <p>{@code docker load} looks for each layer by its diff id first, and does not read its file then: Docker takes an
 * archive without those files, Podman one in which they are empty. A layer that is not there makes both refuse.
 * Unlike {@code docker commit} it leaves the config as it is, null and empty apart.
 *
 * @param json the image's whole config, byte for byte; its digest is the image's id
 * @param layers how many layers it has
 */
record ConfigOnlyImage(String json, int layers) {

    static ConfigOnlyImage of(
            Platform platform,
            String created,
            String author,
            JsonObject config,
            List<String> layers,
            JsonArray history) {
        String json = ImageConfigText.of(platform, created, author, config, layers, history);
        return new ConfigOnlyImage(json, layers.size());
    }

    Digest id() {
        return Digest.of(json);
    }

    /** The archive that {@code docker load} takes where the layers are there, whose files are empty in it. */
    byte[] archive(List<String> references) {
        return archive(references, true, new byte[0]);
    }

    /** The same where the highest layer may not be there, and comes with it. */
    byte[] archive(List<String> references, byte[] highest) {
        return archive(references, true, highest);
    }

    /** The end of an archive that has the files of its layers. */
    byte[] afterLayers(List<String> references) {
        return archive(references, false, new byte[0]);
    }

    private byte[] archive(List<String> references, boolean withLayers, byte[] highest) {
        JsonObject manifest = new JsonObject();
        String name = id().hex() + ".json";
        manifest.addProperty("Config", name);
        List<String> qualified = references.stream().map(ImageName::qualified).toList();
        manifest.add("RepoTags", ImageConfigJson.array(qualified));
        JsonArray files = new JsonArray();
        for (int i = 0; i < layers; i++) {
            files.add(layerName(i));
        }
        manifest.add("Layers", files);
        JsonArray images = new JsonArray();
        images.add(manifest);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            file(tar, name, json);
            file(tar, "manifest.json", images.toString());
            for (int i = 0; withLayers && i < layers; i++) {
                file(tar, layerName(i), i == layers - 1 ? highest : new byte[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String layerName(int index) {
        return "layer-" + index + ".tar";
    }

    private static void file(TarArchiveOutputStream tar, String name, String content) throws IOException {
        file(tar, name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
