package dev.chandler.engine.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.ImageConfigJson;
import dev.chandler.lib.oci.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What an image that is made over a base takes over from it: all that the base's own config says.
 *
 * @param json the whole config; empty of a base that says nothing of itself
 */
record ImageOrigin(JsonObject json) {

    /** Reads the text of a config. */
    static ImageOrigin read(String config) {
        return new ImageOrigin(JsonParser.parseString(config).getAsJsonObject());
    }

    /** Of a base that says nothing of itself. */
    static ImageOrigin none() {
        return new ImageOrigin(new JsonObject());
    }

    JsonObject config() {
        return JsonFields.object(json, "config");
    }

    ImageConfig imageConfig() {
        return ImageConfigJson.read(config());
    }

    String author() {
        return JsonFields.text(json, "author");
    }

    /** When it was made; the epoch where it does not say. */
    Instant created() {
        try {
            return OffsetDateTime.parse(JsonFields.text(json, "created")).toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    JsonArray history() {
        return json.get("history") instanceof JsonArray history ? history : new JsonArray();
    }

    /** The digests of its layers' content, lowest first. */
    List<Digest> diffIds() {
        return JsonFields.strings(JsonFields.object(json, "rootfs").get("diff_ids")).stream()
                .map(Digest::parse)
                .toList();
    }

    Platform platform() {
        return new Platform(
                JsonFields.text(json, "os"), JsonFields.text(json, "architecture"), JsonFields.text(json, "variant"));
    }
}
