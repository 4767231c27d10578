package dev.chandler.cli.progress;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Makes the JSON Schema of the stream, of the shapes that the view writes. */
final class EventSchema {

    private EventSchema() {}

    static String text() {
        JsonObject schema = new JsonObject();
        schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.addProperty("$id", "urn:dev.chandler:events:" + JsonEvents.VERSION);
        schema.addProperty("title", "An event of chandler build --progress json");
        schema.addProperty(
                "description",
                "One line of the stream. docs/events.md says what the fields mean and in which order the events come."
                        + " Fields may be added: what is not named here is to be passed over.");
        JsonArray kinds = new JsonArray();
        JsonObject definitions = new JsonObject();
        for (EventShape<?> shape : JsonEvents.SHAPES) {
            JsonObject reference = new JsonObject();
            reference.addProperty("$ref", "#/$defs/" + shape.name());
            kinds.add(reference);
            definitions.add(shape.name(), event(shape));
        }
        schema.add("oneOf", kinds);
        definitions.add("problem", problem());
        schema.add("$defs", definitions);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(schema) + "\n";
    }

    private static JsonObject event(EventShape<?> shape) {
        JsonObject properties = new JsonObject();
        properties.add("version", constant(JsonEvents.VERSION));
        properties.add("event", constant(shape.name()));
        properties.add("time", typed("string"));
        properties.getAsJsonObject("time").addProperty("format", "date-time");
        properties.add(JsonEvents.PROJECT_BUILD, typed("string"));
        shape.fields().forEach(field -> properties.add(field.name(), field.list() ? list(one(field)) : one(field)));
        List<String> required = new ArrayList<>(properties.keySet());
        required.remove(JsonEvents.PROJECT_BUILD);
        shape.fields().stream().filter(field -> !field.always()).forEach(field -> required.remove(field.name()));
        return object(properties, required);
    }

    private static JsonObject one(EventShape.Field<?> field) {
        return switch (field.kind()) {
            case TEXT -> typed("string");
            case TRUTH -> typed("boolean");
            case COUNT -> least(0);
            case SIZE -> least(-1);
            case WORD -> {
                JsonArray words = new JsonArray();
                field.words().forEach(words::add);
                JsonObject word = new JsonObject();
                word.add("enum", words);
                yield word;
            }
            case PROBLEM -> {
                JsonObject reference = new JsonObject();
                reference.addProperty("$ref", "#/$defs/problem");
                yield reference;
            }
        };
    }

    private static JsonObject problem() {
        JsonObject properties = new JsonObject();
        for (String name : List.of("code", "what", "where", "why", "remedy")) {
            properties.add(name, typed("string"));
        }
        return object(properties, List.of("code", "what"));
    }

    private static JsonObject object(JsonObject properties, List<String> required) {
        JsonObject object = typed("object");
        object.add("properties", properties);
        JsonArray names = new JsonArray();
        required.forEach(names::add);
        object.add("required", names);
        return object;
    }

    private static JsonObject list(JsonObject items) {
        JsonObject list = typed("array");
        list.add("items", items);
        return list;
    }

    private static JsonObject least(int minimum) {
        JsonObject number = typed("integer");
        number.addProperty("minimum", minimum);
        return number;
    }

    private static JsonObject typed(String type) {
        JsonObject typed = new JsonObject();
        typed.addProperty("type", type);
        return typed;
    }

    private static JsonObject constant(Object value) {
        JsonObject constant = new JsonObject();
        if (value instanceof Number number) {
            constant.addProperty("const", number);
        } else {
            constant.addProperty("const", value.toString());
        }
        return constant;
    }
}
