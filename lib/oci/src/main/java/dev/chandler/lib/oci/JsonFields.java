package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads fields of JSON objects; what is absent or null is empty. */
public final class JsonFields {

    private JsonFields() {}

    /**
     * Reads a text.
     *
     * @param parent has it
     * @param field its name
     * @return the text; empty where there is none
     */
    public static String text(JsonObject parent, String field) {
        JsonElement value = parent.get(field);
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }

    /**
     * Reads an object.
     *
     * @param parent has it
     * @param field its name
     * @return the object; an empty one where there is none
     */
    public static JsonObject object(JsonObject parent, String field) {
        return parent.get(field) instanceof JsonObject object ? object : new JsonObject();
    }

    /**
     * Reads a list of texts.
     *
     * @param array may be null, or no array
     * @return the texts; none where it is no array
     * @throws IllegalStateException if one of them is no text
     * @throws UnsupportedOperationException if one of them is no text
     */
    public static List<String> strings(@Nullable JsonElement array) {
        List<String> strings = new ArrayList<>();
        if (array instanceof JsonArray elements) {
            elements.forEach(element -> strings.add(element.getAsString()));
        }
        return List.copyOf(strings);
    }
}
