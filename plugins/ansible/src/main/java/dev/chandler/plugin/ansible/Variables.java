package dev.chandler.plugin.ansible;

import dev.chandler.api.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables of a manifest for Ansible, as JSON.
 *
 * <p>A manifest's scalars are texts. {@code true}, {@code false} and whole numbers, written as JSON has them, are what they
 * look like to Ansible; everything else is a string, also {@code yes}, {@code 1.10} and {@code 0644}.
 *
 * @param values strings, lists, maps, numbers and booleans by name
 */
record Variables(Map<String, Object> values) {

    static final Variables NONE = new Variables(Map.of());

    static Variables of(Setting map) {
        Map<String, Object> values = new LinkedHashMap<>();
        map.entries().forEach((name, entry) -> values.put(name, value(entry.value())));
        return new Variables(values);
    }

    private static Object value(Setting setting) {
        return switch (setting.kind()) {
            case TEXT -> scalar(setting.text());
            case LIST -> setting.items().stream().map(Variables::value).toList();
            case MAP -> of(setting).values();
        };
    }

    private static Object scalar(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("0|-?[1-9]\\d{0,17}") ? Long.valueOf(text) : text;
    }

    /** The variables as a JSON object, in their order. */
    String json() {
        return json(values);
    }

    /** Any value as JSON. */
    static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((name, each) -> entries.add(quoted(String.valueOf(name)) + ": " + json(each)));
            return "{" + String.join(", ", entries) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(Variables::json).toList()) + "]";
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each == '"' || each == '\\') {
                json.append('\\').append((char) each);
            } else if (each < ' ' || each > '~') {
                json.append("\\u%04x".formatted(each));
            } else {
                json.append((char) each);
            }
        });
        return json.append('"').toString();
    }
}
