package dev.chandler.core.plan;

import dev.chandler.core.cache.Escaped;
import java.util.LinkedHashMap;
import java.util.List;
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
        new TreeMap<>(values).forEach((name, value) -> text.append(Escaped.line(name, value)));
        return text.toString();
    }

    /**
     * What a record says, if it is that of a state.
     *
     * @param text the record
     * @param state the state's name
     * @return all behind the name
     */
    public static Optional<String> of(String text, String state) {
        return text.startsWith(state + "\n") ? Optional.of(text.substring(state.length() + 1)) : Optional.empty();
    }

    /**
     * The same of another state with the same content.
     *
     * @param state that state's name
     * @param values what {@link #of} has found
     * @return its record
     */
    public static String on(String state, String values) {
        return state + "\n" + values;
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
            List<String> words = Escaped.words(line);
            if (words.size() == 2) {
                values.put(words.get(0), words.get(1));
            }
        }
        return values.keySet().equals(names) ? Optional.of(values) : Optional.empty();
    }
}
