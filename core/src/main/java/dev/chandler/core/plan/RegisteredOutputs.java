package dev.chandler.core.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes and reads what steps have registered on the way to one checkpoint.
 *
 * <p>The first line names the state, for a step that ran again may have written something else, and left another state
 * under the same key. Then a line each: name, tab, value, with tab, line break and backslash escaped.
 */
public final class RegisteredOutputs {

    private RegisteredOutputs() {}

    /**
     * Writes them.
     *
     * @param state the state's name
     * @param values names and values
     * @return lines, each ended by a line feed
     */
    public static String text(String state, Map<String, String> values) {
        StringBuilder text = new StringBuilder(state).append('\n');
        new TreeMap<>(values)
                .forEach((name, value) ->
                        text.append(name).append('\t').append(escaped(value)).append('\n'));
        return text.toString();
    }

    /**
     * Reads them.
     *
     * @param text what was written
     * @param state the name of the state that they are wanted for
     * @param names what has to be among them
     * @return names and values; empty if they are of another state, or not all there
     */
    static Optional<Map<String, String>> read(String text, String state, Set<String> names) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(state)) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                values.put(line.substring(0, tab), unescaped(line.substring(tab + 1)));
            }
        }
        return values.keySet().equals(names) ? Optional.of(values) : Optional.empty();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String unescaped(String text) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = switch (text.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    default -> text.charAt(i);
                };
            }
            value.append(c);
        }
        return value.toString();
    }
}
