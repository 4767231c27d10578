package dev.chandler.core.manifest.value;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes values as JSON, in one line. */
final class ValueJson {

    private ValueJson() {}

    static String of(Value value) {
        if (value instanceof Value.Items list) {
            return list.items().stream().map(ValueJson::of).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Value.Fields map) {
            return map.fields().entrySet().stream().map(ValueJson::entry).collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Value.Text text) {
            return quoted(text.text());
        }
        return value.asText().orElse("null");
    }

    private static String entry(Map.Entry<String, Value> entry) {
        return quoted(entry.getKey()) + ":" + of(entry.getValue());
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
