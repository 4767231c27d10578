package dev.chandler.core.manifest.schema;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingsModel;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.model.StepModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The JSON Schema of manifests and modules, of draft-07, which is the newest that the YAML language server has all of.
 *
 * <p>It is looser than the reader: what it refuses, the reader refuses as well. Immutable.
 */
public final class JsonSchema {

    /** How a definition of the schema is referred to. */
    static final String DEFINITION = "#/definitions/";

    /** What is nothing but one interpolation, which may give anything. */
    static final String INTERPOLATION = "interpolation";

    private static final String ACTION = "action";

    private final Map<String, SettingKey> provisioners;

    /**
     * Makes the schema.
     *
     * @param provisioners what stands behind the id of each provisioner that there is
     */
    public JsonSchema(Map<String, SettingKey> provisioners) {
        this.provisioners = new TreeMap<>(provisioners);
    }

    /**
     * The schema of manifests as JSON.
     *
     * @return maps, lists, text, numbers and booleans
     */
    public Map<String, Object> manifest() {
        return whole(
                "Chandler's manifest",
                "chandler.yml: what is built, from what, how, and what must be true of it.",
                ManifestModel.MANIFEST,
                key -> ManifestModel.mayBeEmpty(key.name()));
    }

    /**
     * The schema of modules as JSON.
     *
     * @return maps, lists, text, numbers and booleans
     */
    public Map<String, Object> module() {
        return whole(
                "Chandler's module",
                "module.yml: what a module is called, needs and takes, its steps, and what must be true of them.",
                ModuleModel.WHOLE,
                key -> ModuleModel.mayBeEmpty(key.name()));
    }

    private Map<String, Object> whole(
            String title, String description, SettingsModel top, Predicate<SettingKey> mayBeEmpty) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(INTERPOLATION, interpolation());
        definitions.putAll(ShapeSchema.definitions());
        definitions.put(ManifestModel.VARIABLE, variable());
        definitions.put(ManifestModel.STEP, step());
        definitions.put(ACTION, action());
        definitions.put(ManifestModel.SEQUENCE, sequence());
        definitions.put(ManifestModel.USE, ShapeSchema.TEMPLATED.map(StepModel.MODULE_USE));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("$schema", "http://json-schema.org/draft-07/schema#");
        json.put("title", title);
        json.put("description", description);
        json.putAll(topLevel(top, mayBeEmpty));
        json.put("definitions", definitions);
        return json;
    }

    private static Map<String, Object> topLevel(SettingsModel top, Predicate<SettingKey> mayBeEmpty) {
        Map<String, Object> object = new LinkedHashMap<>(ShapeSchema.TEMPLATED.map(top));
        Map<String, Object> keys = new LinkedHashMap<>();
        top.keys().forEach(key -> keys.put(key.name(), ShapeSchema.TEMPLATED.key(key, mayBeEmpty.test(key))));
        object.put("properties", keys);
        return object;
    }

    /** In YAML that is not yet rendered {@code [=x]} is a list whose first item begins with {@code =}, or text. */
    private static Map<String, Object> interpolation() {
        return Map.of(
                "anyOf",
                List.of(
                        ordered("type", "string", "pattern", "\\[="),
                        ordered(
                                "type",
                                "array",
                                "items",
                                List.of(ordered("type", "string", "pattern", "^=")),
                                "minItems",
                                1)));
    }

    /** A map is the long form where it has {@code type}, or no other keys than that form has. */
    private static Map<String, Object> variable() {
        SettingsModel declaration = ManifestModel.DECLARATION;
        Map<String, Object> onlyItsKeys =
                ordered("minProperties", 1, "propertyNames", Map.of("enum", List.copyOf(declaration.names())));
        Map<String, Object> isLong =
                ordered("type", "object", "anyOf", List.of(Map.of("required", List.of("type")), onlyItsKeys));
        return ordered("if", isLong, "then", ShapeSchema.PLAIN.map(declaration));
    }

    private Map<String, Object> step() {
        List<SettingKey> keys = new ArrayList<>(actionKeys());
        StepModel.BLOCK.keys().stream()
                .filter(key -> key.name().equals(StepModel.PARALLEL))
                .forEach(keys::add);
        Map<String, Object> map = stepMap(keys, Stream.of(StepModel.PARALLEL));
        map.put("if", Map.of("required", List.of(StepModel.PARALLEL)));
        map.put("then", Map.of("propertyNames", Map.of("enum", List.copyOf(StepModel.BLOCK.names()))));
        return textOr(map);
    }

    /** A step that is in another, or in a test. */
    private Map<String, Object> action() {
        return textOr(stepMap(actionKeys(), Stream.of()));
    }

    /** Text, a map, or the use of a module, which can stand wherever a step can. */
    private static Map<String, Object> textOr(Map<String, Object> map) {
        return Map.of("anyOf", List.of(ShapeSchema.TEXT, map, Map.of("$ref", DEFINITION + ManifestModel.USE)));
    }

    private static Map<String, Object> sequence() {
        Map<String, Object> action = Map.of("$ref", DEFINITION + ACTION);
        return Map.of("anyOf", List.of(action, ordered("type", "array", "items", action)));
    }

    /** All keys of a step that does something itself. */
    private List<SettingKey> actionKeys() {
        List<SettingKey> keys = StepKeys.of(provisioners);
        keys.addAll(StepModel.COMMAND.keys());
        return keys;
    }

    private Map<String, Object> stepMap(List<SettingKey> keys, Stream<String> otherForms) {
        Map<String, Object> map = ShapeSchema.TEMPLATED.map(SettingsModel.of(ManifestModel.STEP, keys));
        map.put(
                "oneOf",
                Stream.concat(StepKeys.forms(provisioners).stream(), otherForms)
                        .map(form -> Map.of("required", List.of(form)))
                        .toList());
        Map<String, Object> commands = new LinkedHashMap<>();
        Map<String, Object> isCommand = Map.of(
                "anyOf",
                List.of(Map.of("required", List.of(StepModel.RUN)), Map.of("required", List.of(StepModel.EXEC))));
        StepModel.COMMAND.names().forEach(word -> commands.put(word, isCommand));
        map.put("dependencies", commands);
        return map;
    }

    /** A map that keeps its order, so that the same schema is the same text. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
