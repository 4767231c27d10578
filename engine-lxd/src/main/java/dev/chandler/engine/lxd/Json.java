package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the daemon's JSON, of which any part may be missing. */
final class Json {

    private Json() {}

    /** Empty where there is none. */
    static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }

    static JsonObject object(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject member ? member : new JsonObject();
    }

    static List<JsonElement> list(JsonElement element) {
        return element instanceof JsonArray array ? array.asList() : List.of();
    }

    static List<JsonObject> objects(JsonElement element) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonElement item : list(element)) {
            if (item instanceof JsonObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.keySet().forEach(name -> texts.put(name, text(object, name)));
        return texts;
    }

    static JsonObject of(Map<String, String> texts) {
        JsonObject object = new JsonObject();
        texts.forEach(object::addProperty);
        return object;
    }

    static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
