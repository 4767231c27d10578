package dev.chandler.core.change;

import dev.chandler.core.cache.Escaped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A preimage read back: its fields by name, in order, but for the parent. Immutable.
 *
 * @param format what the fields are
 * @param values what each has
 */
public record Fields(String format, Map<String, Value> values) {

    private static final String PARENT = "parent";

    /** What a field has. */
    public sealed interface Value {

        /**
         * All of it in one text, to be compared and shown.
         *
         * @return the items of a list beside each other
         */
        String words();
    }

    /**
     * A text.
     *
     * @param text the text
     */
    public record Text(String text) implements Value {

        @Override
        public String words() {
            return text;
        }
    }

    /**
     * Texts in order.
     *
     * @param items the texts
     */
    public record Items(List<String> items) implements Value {

        @Override
        public String words() {
            return String.join(" ", items);
        }
    }

    /**
     * Texts by name.
     *
     * @param entries in order of their names
     */
    public record Entries(Map<String, String> entries) implements Value {

        @Override
        public String words() {
            return entries.toString();
        }
    }

    /** Keeps the order. */
    public Fields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads a preimage.
     *
     * @param preimage its text
     * @return its fields; empty if it is none
     */
    public static Optional<Fields> read(String preimage) {
        try {
            return Optional.of(new Reader(preimage).read());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * The same with those of another.
     *
     * @param other whose come last
     * @return all
     */
    public Fields and(Fields other) {
        Map<String, Value> all = new LinkedHashMap<>(values);
        all.putAll(other.values);
        return new Fields(format, all);
    }

    /**
     * Leaves one out.
     *
     * @param name which
     * @return the others
     */
    public Fields without(String name) {
        Map<String, Value> others = new LinkedHashMap<>(values);
        others.remove(name);
        return new Fields(format, others);
    }

    /**
     * The text of one.
     *
     * @param name which
     * @return empty if there is no such text
     */
    public String text(String name) {
        return values.get(name) instanceof Text text ? text.text() : "";
    }

    /**
     * How much of what differs is alike.
     *
     * @param other what it is compared with
     * @return 1 where all is equal, 0 where nothing of what differs is
     */
    double likeness(Fields other) {
        Set<String> names = new LinkedHashSet<>(values.keySet());
        names.addAll(other.values.keySet());
        double sum = 0;
        int differing = 0;
        for (String name : names) {
            Value one = values.get(name);
            Value two = other.values.get(name);
            if (one == null || two == null) {
                differing++;
            } else if (!one.equals(two)) {
                differing++;
                sum += likeness(one.words(), two.words());
            }
        }
        return differing == 0 ? 1 : sum / differing;
    }

    private static double likeness(String one, String two) {
        int shorter = Math.min(one.length(), two.length());
        int longer = Math.max(one.length(), two.length());
        int begin = 0;
        while (begin < shorter && one.charAt(begin) == two.charAt(begin)) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin && one.charAt(one.length() - 1 - end) == two.charAt(two.length() - 1 - end)) {
            end++;
        }
        return longer == 0 ? 1 : (double) (begin + end) / longer;
    }

    /** Reads lines; throws unchecked exceptions at whatever is no preimage. */
    private static final class Reader {

        private final List<String> lines;
        private int at;

        Reader(String text) {
            this.lines = List.of(text.split("\n"));
        }

        Fields read() {
            List<String> first = words();
            if (!first.get(0).equals("format")) {
                throw new IllegalArgumentException("no preimage");
            }
            Map<String, Value> values = new LinkedHashMap<>();
            while (at < lines.size()) {
                List<String> line = words();
                if (!line.get(1).equals(PARENT)) {
                    values.put(line.get(1), value(line));
                }
            }
            return new Fields(first.get(1), values);
        }

        private Value value(List<String> line) {
            return switch (line.get(0)) {
                case "text" -> new Text(line.get(2));
                case "list" -> new Items(items(Integer.parseInt(line.get(2))));
                case "map" -> new Entries(entries(Integer.parseInt(line.get(2))));
                default -> throw new IllegalArgumentException("no field: " + line);
            };
        }

        private List<String> items(int count) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                items.add(words().get(1));
            }
            return List.copyOf(items);
        }

        private Map<String, String> entries(int count) {
            Map<String, String> entries = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                List<String> line = words();
                entries.put(line.get(1), line.get(2));
            }
            return Collections.unmodifiableMap(entries);
        }

        private List<String> words() {
            return Escaped.words(lines.get(at++));
        }
    }
}
