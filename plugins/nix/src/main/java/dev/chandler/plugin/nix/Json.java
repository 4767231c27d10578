package dev.chandler.plugin.nix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of JSON as Nix is told in, and answers with. */
final class Json {

    private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]*)\"");

    private Json() {}

    /** Maps come in the order of their keys, so that the same settings are the same text. */
    static String of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, each) -> sorted.put(String.valueOf(name), each));
            List<String> entries = new ArrayList<>();
            sorted.forEach((name, each) -> entries.add(quoted(name) + ":" + of(each)));
            return "{" + String.join(",", entries) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(Json::of).toList()) + "]";
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each == '"' || each == '\\') {
                json.append('\\').append((char) each);
            } else if (each < ' ') {
                json.append("\\u%04x".formatted(each));
            } else {
                json.append((char) each);
            }
        });
        return json.append('"').toString();
    }

    /** The texts of a list of paths in the store, which have nothing that JSON escapes. */
    static List<String> texts(String json) {
        return TEXT.matcher(json).results().map(each -> each.group(1)).toList();
    }
}
