package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * An image's history as its config has it, from what the daemon tells of it.
 *
 * <p>The daemon does not tell which entries have no layer; an entry with a size has one, and of the others those that
 * look like the commands that make layers are taken until there are as many as layers.
 */
final class ImageHistory {

    private ImageHistory() {}

    static JsonArray read(JsonArray oldestFirst, List<String> layers) {
        boolean[] layered = layered(oldestFirst, layers.size());
        JsonArray history = new JsonArray();
        for (int i = 0; i < layered.length; i++) {
            history.add(entry(oldestFirst.get(i).getAsJsonObject(), layered[i]));
        }
        return history;
    }

    private static JsonObject entry(JsonObject told, boolean layered) {
        JsonObject entry = new JsonObject();
        entry.addProperty(
                "created",
                Instant.ofEpochSecond(told.get("Created").getAsLong()).toString());
        entry.addProperty("created_by", DockerHttp.text(told, "CreatedBy"));
        if (!DockerHttp.text(told, "Comment").isEmpty()) {
            entry.addProperty("comment", DockerHttp.text(told, "Comment"));
        }
        if (!layered) {
            entry.addProperty("empty_layer", true);
        }
        return entry;
    }

    private static boolean[] layered(JsonArray entries, int layers) {
        boolean[] layered = new boolean[entries.size()];
        int left = layers;
        for (int certainty = 0; certainty < 3 && left > 0; certainty++) {
            for (int i = 0; i < layered.length && left > 0; i++) {
                if (!layered[i] && certainty(entries.get(i)) == certainty) {
                    layered[i] = true;
                    left--;
                }
            }
        }
        return layered;
    }

    /** 0 for what surely has a layer, 2 for what hardly has one. */
    private static int certainty(JsonElement entry) {
        JsonObject told = entry.getAsJsonObject();
        if (told.get("Size").getAsLong() > 0) {
            return 0;
        }
        String by = DockerHttp.text(told, "CreatedBy");
        boolean nothing = by.contains("#(nop)") && !by.contains("ADD ") && !by.contains("COPY ");
        boolean instruction = by.matches(
                "(?s)(ENV|CMD|LABEL|ENTRYPOINT|EXPOSE|USER|VOLUME|ARG|STOPSIGNAL|HEALTHCHECK|SHELL|ONBUILD) .*");
        return nothing || instruction ? 2 : 1;
    }
}
