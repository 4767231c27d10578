package dev.chandler.lib.oci;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.util.List;

/** The config of an image that is a file. Immutable. */
final class StoredConfig {

    private final byte[] json;
    private final Platform platform;
    private final List<Digest> layers;

    private StoredConfig(byte[] json, Platform platform, List<Digest> layers) {
        this.json = json;
        this.platform = platform;
        this.layers = layers;
    }

    static StoredConfig read(byte[] json) throws UnreadableImageException {
        return ImageJson.of("its config", () -> {
            JsonObject config = ImageJson.parsed(json).getAsJsonObject();
            List<Digest> layers = ImageJson.words(config.getAsJsonObject("rootfs"), "diff_ids").stream()
                    .map(Digest::parse)
                    .toList();
            Platform platform = new Platform(
                    ImageJson.text(config, "os"),
                    ImageJson.text(config, "architecture"),
                    ImageJson.text(config, "variant"));
            return new StoredConfig(json.clone(), platform, layers);
        });
    }

    byte[] json() {
        return json.clone();
    }

    Digest id() {
        return Digest.of(json);
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
