package dev.chandler.core.manifest.schema;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import dev.chandler.core.manifest.model.ManifestModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schema of one value.
 *
 * <p>A scalar is text as it is written, so that a number or {@code true} is right wherever text is; a value of any kind but
 * a list of steps can be an interpolation.
 *
 * @param templates whether there are interpolations
 */
record ShapeSchema(boolean templates) {

    /** After templates. */
    static final ShapeSchema TEMPLATED = new ShapeSchema(true);

    /** What is read before templates. */
    static final ShapeSchema PLAIN = new ShapeSchema(false);

    /** Any scalar, or an interpolation. */
    static final Map<String, Object> TEXT = reference("text");

    private static final Map<String, Object> SCALAR = reference("scalar");

    private static final Map<String, Object> NOTHING = Map.of("type", "null");

    /** The parts that are lists or names of what has templates in it, but can come from none. */
    private static final Set<String> WRITTEN_OUT =
            Set.of(ManifestModel.STEP, ManifestModel.SEQUENCE, ManifestModel.VARIABLE, ManifestModel.USE);

    /** A map with known keys, to which the caller may add. */
    Map<String, Object> map(SettingsModel model) {
        Map<String, Object> properties = new LinkedHashMap<>();
        model.keys().forEach(key -> properties.put(key.name(), key(key, false)));
        Map<String, Object> map = JsonSchema.ordered("type", "object", "additionalProperties", false);
        List<String> required = model.keys().stream()
                .filter(SettingKey::isRequired)
                .map(SettingKey::name)
                .toList();
        if (!required.isEmpty()) {
            map.put("required", required);
        }
        map.put("properties", properties);
        return map;
    }

    /**
     * What stands behind a key.
     *
     * @param mayBeEmpty whether it may be nothing
     */
    Map<String, Object> key(SettingKey key, boolean mayBeEmpty) {
        ShapeSchema own = new ShapeSchema(templates && key.hasTemplates());
        List<Map<String, Object>> alternatives = own.alternatives(key.shape());
        if (mayBeEmpty && !isText(alternatives)) {
            alternatives.add(NOTHING);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        String description = Words.sentence(key);
        schema.put("description", Words.plain(description));
        if (!description.equals(Words.plain(description))) {
            schema.put("markdownDescription", description);
        }
        schema.putAll(describable(anyOf(alternatives)));
        key.defaultText().ifPresent(text -> schema.put("default", value(key.shape(), text)));
        key.example().ifPresent(text -> schema.put("examples", List.of(value(key.shape(), text))));
        return schema;
    }

    private static Object value(SettingShape shape, String text) {
        return switch (shape.kind()) {
            case BOOLEAN -> Boolean.valueOf(text);
            case COUNT -> text.matches("\\d{1,9}") ? Integer.valueOf(text) : text;
            default -> text;
        };
    }

    private Map<String, Object> shape(SettingShape shape) {
        return anyOf(alternatives(shape));
    }

    private static Map<String, Object> anyOf(List<Map<String, Object>> alternatives) {
        return alternatives.size() == 1 ? alternatives.get(0) : Map.of("anyOf", List.copyOf(alternatives));
    }

    /** What stands beside a reference counts for nothing in draft-07. */
    private static Map<String, Object> describable(Map<String, Object> schema) {
        return schema.containsKey("$ref") ? Map.of("allOf", List.of(schema)) : schema;
    }

    private static boolean isText(List<Map<String, Object>> alternatives) {
        return alternatives.contains(TEXT) || alternatives.contains(SCALAR);
    }

    /** What the schemas of all values refer to. */
    static Map<String, Object> definitions() {
        List<String> types = List.of("string", "number", "boolean", "null");
        return JsonSchema.ordered(
                "scalar",
                Map.of("type", types),
                "text",
                Map.of("anyOf", List.of(SCALAR, reference(JsonSchema.INTERPOLATION))));
    }

    private List<Map<String, Object>> alternatives(SettingShape shape) {
        List<Map<String, Object>> alternatives = new ArrayList<>();
        shape.alternatives().forEach(each -> alternatives.add(one(each)));
        if (templates && shape.kind() != SettingShape.Kind.ANY && !isText(alternatives) && !isWrittenOut(shape)) {
            alternatives.add(reference(JsonSchema.INTERPOLATION));
        }
        return alternatives;
    }

    private static boolean isWrittenOut(SettingShape shape) {
        return switch (shape.kind()) {
            case LIST, NAMES -> isWrittenOut(shape.item());
            case PART -> WRITTEN_OUT.contains(shape.part());
            default -> false;
        };
    }

    private Map<String, Object> one(SettingShape shape) {
        return switch (shape.kind()) {
            case ANY -> Map.of();
            case TEXT -> text(shape);
            case BOOLEAN -> scalar("boolean", "true|false");
            case COUNT -> {
                Map<String, Object> count = scalar("integer", "\\d{1,9}");
                count.put("minimum", 0);
                yield count;
            }
            case NUMBER -> JsonSchema.ordered("type", List.of("number", "string"));
            case DURATION -> JsonSchema.ordered("type", "string", "pattern", whole("\\d{1,9}(ms|s|m|h)"));
            case LIST -> JsonSchema.ordered("type", "array", "items", shape(shape.item()));
            case NAMES -> JsonSchema.ordered("type", "object", "additionalProperties", shape(shape.item()));
            case MAP -> map(shape.model());
            case PART -> reference(shape.part());
            case EITHER -> throw new IllegalStateException("no alternative has alternatives");
        };
    }

    private Map<String, Object> text(SettingShape shape) {
        if (!shape.words().isEmpty()) {
            return JsonSchema.ordered("type", "string", "enum", shape.words());
        }
        return shape.pattern()
                .map(pattern ->
                        JsonSchema.ordered("type", List.of("string", "number", "boolean"), "pattern", whole(pattern)))
                .orElse(templates ? TEXT : SCALAR);
    }

    /** A type of JSON, or the same in quotes. */
    private static Map<String, Object> scalar(String type, String pattern) {
        return JsonSchema.ordered("type", List.of(type, "string"), "pattern", whole(pattern));
    }

    private static String whole(String pattern) {
        return "^(" + pattern + ")$";
    }

    private static Map<String, Object> reference(String definition) {
        return Map.of("$ref", JsonSchema.DEFINITION + definition);
    }
}
