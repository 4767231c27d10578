package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.lib.oci.ImageConfigJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image says of itself. LXD has no place for how an image is to be run: it is kept as a property.
 *
 * @param config how it is to be run, as OCI's and Docker's configs have it, null and empty apart
 * @param author who made it; empty where nobody is named
 * @param created when it was made, as ISO 8601 has it
 * @param properties all its other properties, such as {@code os} and {@code description}
 */
record ImageDescription(JsonObject config, String author, String created, Map<String, String> properties) {

    static final String EPOCH = "1970-01-01T00:00:00Z";

    /** Holds author, time and config as one JSON object. */
    private static final String CONFIG = "oci.config";

    /** Says which request an image is the answer to, so that an equal one finds it. */
    static final String REQUEST = "oci.request";

    /** Of what says nothing of itself. */
    static final ImageDescription NONE = new ImageDescription(new JsonObject(), "", EPOCH, Map.of());

    static ImageDescription of(LxdImage image) {
        Map<String, String> others = new TreeMap<>(image.properties());
        String written = others.remove(CONFIG);
        others.remove(REQUEST);
        others.keySet().removeIf(name -> name.startsWith(Labels.VERSION));
        JsonObject description = written == null ? new JsonObject() : parsed(written);
        String created = Json.text(description, "created");
        return new ImageDescription(
                Json.object(description, "config"),
                Json.text(description, "author"),
                created.isEmpty() ? image.created().toString() : created,
                others);
    }

    /** Reads an OCI image's whole config. */
    static ImageDescription ofOci(JsonObject image) {
        String created = Json.text(image, "created");
        return new ImageDescription(
                Json.object(image, "config"),
                Json.text(image, "author"),
                created.isEmpty() ? EPOCH : created,
                Map.of());
    }

    /** A property that somebody else has written may hold anything: what cannot be read says nothing. */
    private static JsonObject parsed(String text) {
        try {
            JsonElement element = JsonParser.parseString(text);
            if (element instanceof JsonObject object) {
                ImageConfigJson.read(Json.object(object, "config"));
                return object;
            }
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            return new JsonObject();
        }
        return new JsonObject();
    }

    ImageConfig imageConfig() {
        return ImageConfigJson.read(config);
    }

    /** The same with another config over it; what that does not know of stays. */
    ImageDescription with(ImageConfig wanted, String newAuthor, String newCreated) {
        return new ImageDescription(ImageConfigJson.overlay(config, wanted), newAuthor, newCreated, properties);
    }

    /** As an image's properties. */
    Map<String, String> asProperties() {
        JsonObject description = new JsonObject();
        description.addProperty("created", created);
        if (!author.isEmpty()) {
            description.addProperty("author", author);
        }
        description.add("config", config);
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put(CONFIG, description.toString());
        return all;
    }
}
