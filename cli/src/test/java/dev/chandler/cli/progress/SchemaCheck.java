package dev.chandler.cli.progress;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Holds JSON against a JSON Schema, as far as docs/events.schema.json uses it; what it does not know it fails on.
 *
 * <p>Stricter than the schema in one thing: there may be no fields that it does not name.
 */
public final class SchemaCheck {

    private static final Set<String> SILENT = Set.of("$schema", "$id", "$defs", "title", "description", "properties");

    private final JsonObject schema;

    private SchemaCheck(JsonObject schema) {
        this.schema = schema;
    }

    /** The schema that is published. */
    public static SchemaCheck published() {
        Path file = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/events.schema.json");
        try {
            return of(Files.readString(file.normalize()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SchemaCheck of(String schema) {
        return new SchemaCheck(JsonParser.parseString(schema).getAsJsonObject());
    }

    /** What is wrong with it, none where all is well. */
    public List<String> problems(JsonElement json) {
        List<String> problems = new ArrayList<>();
        check(json, schema, "", problems);
        return problems;
    }

    private void check(JsonElement json, JsonObject wanted, String place, List<String> problems) {
        wanted.keySet().stream().filter(word -> !SILENT.contains(word)).forEach(word -> {
            JsonElement value = wanted.get(word);
            boolean right = switch (word) {
                case "type" -> isOf(value.getAsString(), json);
                case "const" -> json.equals(value);
                case "enum" -> value.getAsJsonArray().contains(json);
                case "minimum" -> json.getAsLong() >= value.getAsLong();
                case "format" -> isTime(json.getAsString());
                case "required" ->
                    json.isJsonObject()
                            && value.getAsJsonArray().asList().stream()
                                    .allMatch(name -> json.getAsJsonObject().has(name.getAsString()));
                case "oneOf" -> oneOf(json, value.getAsJsonArray());
                case "$ref" -> {
                    check(json, defined(value.getAsString()), place, problems);
                    yield true;
                }
                case "items" -> {
                    json.getAsJsonArray().forEach(item -> check(item, value.getAsJsonObject(), place + "[]", problems));
                    yield true;
                }
                default -> throw new IllegalStateException("the check does not know " + word);
            };
            if (!right) {
                problems.add(place + ": " + json + " is not as " + word + " " + value);
            }
        });
        if (wanted.has("properties") && json.isJsonObject()) {
            JsonObject properties = wanted.getAsJsonObject("properties");
            json.getAsJsonObject().entrySet().forEach(field -> {
                if (properties.has(field.getKey())) {
                    check(
                            field.getValue(),
                            properties.getAsJsonObject(field.getKey()),
                            place + "/" + field.getKey(),
                            problems);
                } else {
                    problems.add(place + ": no field " + field.getKey());
                }
            });
        }
    }

    private boolean oneOf(JsonElement json, JsonArray kinds) {
        return kinds.asList().stream()
                        .filter(kind -> {
                            List<String> problems = new ArrayList<>();
                            check(json, kind.getAsJsonObject(), "", problems);
                            return problems.isEmpty();
                        })
                        .count()
                == 1;
    }

    private JsonObject defined(String reference) {
        return schema.getAsJsonObject("$defs").getAsJsonObject(reference.replace("#/$defs/", ""));
    }

    private static boolean isOf(String type, JsonElement json) {
        return switch (type) {
            case "object" -> json.isJsonObject();
            case "array" -> json.isJsonArray();
            case "string" -> json.isJsonPrimitive() && json.getAsJsonPrimitive().isString();
            case "boolean" ->
                json.isJsonPrimitive() && json.getAsJsonPrimitive().isBoolean();
            case "integer" ->
                json.isJsonPrimitive()
                        && json.getAsJsonPrimitive().isNumber()
                        && json.getAsString().matches("-?\\d+");
            default -> throw new IllegalStateException("the check does not know the type " + type);
        };
    }

    private static boolean isTime(String text) {
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
