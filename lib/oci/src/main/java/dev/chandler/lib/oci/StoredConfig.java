package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.util.List;

/** The config of an image that is a file. Immutable. */
final class StoredConfig {

    private final byte[] bytes;
    private final JsonObject json;
    private final Platform platform;
    private final List<Digest> layers;

    private StoredConfig(byte[] bytes, JsonObject json, Platform platform, List<Digest> layers) {
        this.bytes = bytes;
        this.json = json;
        this.platform = platform;
        this.layers = layers;
    }

    /** Reads all that will be read of it later, too, where nobody could say any more which file is to blame. */
    static StoredConfig read(byte[] bytes) throws UnreadableImageException {
        return ImageJson.of("its config", () -> {
            JsonObject config = ImageJson.parsed(bytes).getAsJsonObject();
            List<Digest> layers = ImageJson.words(JsonFields.object(config, "rootfs"), "diff_ids").stream()
                    .map(Digest::parse)
                    .toList();
            Platform platform = new Platform(
                    ImageJson.text(config, "os"),
                    ImageJson.text(config, "architecture"),
                    ImageJson.text(config, "variant"));
            ImageConfigJson.read(JsonFields.object(config, "config"));
            if (config.get("history") instanceof JsonArray history) {
                history.forEach(entry -> requireReadable(entry.getAsJsonObject()));
            }
            return new StoredConfig(bytes.clone(), config, platform, layers);
        });
    }

    private static void requireReadable(JsonObject entry) {
        JsonElement empty = entry.get("empty_layer");
        if (empty != null && !empty.isJsonPrimitive()) {
            throw new IllegalArgumentException("\"empty_layer\" is neither true nor false");
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    JsonObject json() {
        return json.deepCopy();
    }

    Digest id() {
        return Digest.of(bytes);
    }

    /** What the image runs on. */
    Platform platform() {
        return platform;
    }

    /** The digests of its layers' content, lowest first. */
    List<Digest> layers() {
        return layers;
    }
}
