package dev.chandler.cli.command;

import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.yaml.PlainSettings;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is to show of a module's parameter.
 *
 * @param name its name
 * @param keys what declares it, in the long form; the short form is a default alone
 */
record ParameterFacts(String name, Map<String, Setting> keys) {

    private static final Set<String> LONG_FORM = ManifestModel.DECLARATION.names();

    /** Reads what declares parameters, of which nothing is checked here. */
    static List<ParameterFacts> of(Optional<Tree> parameters) {
        List<ParameterFacts> all = new ArrayList<>();
        if (parameters.isPresent() && parameters.get() instanceof Tree.Fields fields) {
            fields.entries().forEach(each -> all.add(of(each.key().text(), PlainSettings.of(each.value()))));
        }
        return all;
    }

    private static ParameterFacts of(String name, Setting value) {
        Map<String, Setting> keys = new LinkedHashMap<>();
        if (value.kind() == Setting.Kind.MAP) {
            value.entries().forEach((key, entry) -> keys.put(key, entry.value()));
        }
        boolean longForm = keys.containsKey("type") || (!keys.isEmpty() && LONG_FORM.containsAll(keys.keySet()));
        return new ParameterFacts(name, longForm ? keys : Map.of("default", value));
    }

    private String type() {
        return text("type").or(() -> defaultValue().map(ParameterFacts::type)).orElse("string");
    }

    private static String type(Setting value) {
        return switch (value.kind()) {
            case LIST -> "list";
            case MAP -> "map";
            default -> "string";
        };
    }

    /** What it may be, in some words. */
    String allowed() {
        StringBuilder words = new StringBuilder(type());
        text("pattern").ifPresent(pattern -> words.append(" like ").append(pattern));
        Optional.ofNullable(keys.get("values"))
                .ifPresent(values -> words.append(": one of ").append(text(values)));
        text("min").ifPresent(min -> words.append(", at least ").append(min));
        text("max").ifPresent(max -> words.append(", at most ").append(max));
        return words.toString();
    }

    Optional<Setting> defaultValue() {
        return Optional.ofNullable(keys.get("default"));
    }

    /** Its description, and examples. */
    String meaning() {
        String examples = Optional.ofNullable(keys.get("examples"))
                .or(() -> Optional.ofNullable(keys.get("example")))
                .map(value -> "e.g. " + text(value))
                .orElse("");
        String description = text("description").orElse("");
        return description.isEmpty() || examples.isEmpty() ? description + examples : description + "; " + examples;
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(keys.get(key)).map(ParameterFacts::text);
    }

    /** A value on one line. */
    static String text(Setting value) {
        return switch (value.kind()) {
            case LIST -> value.items().stream().map(ParameterFacts::text).collect(Collectors.joining(", ", "[", "]"));
            case MAP ->
                value.entries().entrySet().stream()
                        .map(entry ->
                                entry.getKey() + ": " + text(entry.getValue().value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.text();
        };
    }

    /** For programs: all as it is written. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("required", defaultValue().isEmpty());
        if (!keys.containsKey("type")) {
            json.put("type", type());
        }
        keys.forEach((key, value) -> json.put(key, json(value)));
        return json;
    }

    private static Object json(Setting value) {
        return switch (value.kind()) {
            case LIST -> value.items().stream().map(ParameterFacts::json).toList();
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.entries().forEach((key, entry) -> map.put(key, json(entry.value())));
                yield map;
            }
            default -> value.text();
        };
    }
}
