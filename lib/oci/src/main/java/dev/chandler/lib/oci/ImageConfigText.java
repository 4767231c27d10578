package dev.chandler.lib.oci;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import java.util.List;

/** The whole config of an image that an engine makes: the same text for the same image, so that its digest stands for it. */
public final class ImageConfigText {

    // Absent and null are not the same in an image's config, and text is to stay as it is.
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private ImageConfigText() {}

    /**
     * Writes one.
     *
     * @param platform what the image runs on
     * @param created when it was made, as ISO 8601 has it
     * @param author who made it; empty where nobody is named
     * @param config how it is to be run, as {@link ImageConfigJson} has it
     * @param diffIds the digests of its layers' content, lowest first
     * @param history how it came to be, the oldest first
     * @return JSON
     */
    public static String of(
            Platform platform,
            String created,
            String author,
            JsonObject config,
            List<String> diffIds,
            JsonArray history) {
        JsonObject image = new JsonObject();
        image.addProperty("architecture", platform.architecture());
        if (!platform.variant().isEmpty()) {
            image.addProperty("variant", platform.variant());
        }
        image.addProperty("os", platform.os());
        image.addProperty("created", created);
        if (!author.isEmpty()) {
            image.addProperty("author", author);
        }
        image.add("config", config);
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", ImageConfigJson.array(diffIds));
        image.add("rootfs", rootfs);
        image.add("history", history);
        return GSON.toJson(image);
    }

    /**
     * A base's history, and behind it an entry for each layer of ours, which says no more than when.
     *
     * @param base the base's
     * @param layers how many layers the image has, the base's among them
     * @param created when those of ours were made
     * @return a new array
     */
    public static JsonArray history(JsonArray base, int layers, String created) {
        JsonArray history = base.deepCopy();
        for (int i = layered(base); i < layers; i++) {
            JsonObject entry = new JsonObject();
            entry.addProperty("created", created);
            entry.addProperty("created_by", "");
            history.add(entry);
        }
        return history;
    }

    /** How many of a history's entries have a layer. */
    private static int layered(JsonArray history) {
        int layers = 0;
        for (JsonElement entry : history) {
            JsonElement empty = entry.getAsJsonObject().get("empty_layer");
            layers += empty != null && empty.getAsBoolean() ? 0 : 1;
        }
        return layers;
    }
}
