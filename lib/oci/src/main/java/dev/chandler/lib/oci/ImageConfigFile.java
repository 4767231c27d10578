package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The config that came, and which layers it wants. */
final class ImageConfigFile {

    private byte @Nullable [] json;

    void set(byte[] bytes) {
        json = bytes.clone();
    }

    byte[] bytes() throws IncompleteImageException {
        if (json == null) {
            throw new IncompleteImageException("its config did not come");
        }
        return json;
    }

    /** The diff ids of its layers, lowest first; all of them have to have come. */
    List<Digest> layers(Set<Digest> came) throws IncompleteImageException {
        List<Digest> layers = diffIds();
        for (Digest layer : layers) {
            if (!came.contains(layer)) {
                throw new IncompleteImageException("its layer " + layer + " did not come, or is not what it should be");
            }
        }
        return layers;
    }

    private List<Digest> diffIds() throws IncompleteImageException {
        try {
            JsonObject config = JsonParser.parseString(new String(bytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            List<Digest> layers = new ArrayList<>();
            if (config.getAsJsonObject("rootfs").get("diff_ids") instanceof JsonArray ids) {
                ids.forEach(id -> layers.add(Digest.parse(id.getAsString())));
            }
            return layers;
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            throw new IncompleteImageException("its config is none: " + e.getMessage());
        }
    }
}
