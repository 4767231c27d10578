package dev.chandler.core.cache;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that a key stands for, field by field, as text that people can compare.
 *
 * <p>A line each: {@code text NAME VALUE}, or {@code list NAME COUNT} and {@code map NAME COUNT} with that many lines
 * behind them, separated by tabs; a backslash escapes tab, line break and itself. No two different sequences of fields
 * give the same text. The first line is the format, so that a change of it changes every key. The digest of the text as
 * UTF-8 is the key.
 */
public final class Preimage {

    /** No value looks like it, for line breaks in values are escaped. */
    private static final String PARENT = "\ntext\tparent\t";

    private final String text;
    private final Digest key;

    private Preimage(String text) {
        this.text = text;
        this.key = Digest.of(text);
    }

    /**
     * Starts a preimage.
     *
     * @param format what the fields are and which version of them: {@code chandler.step.v1}
     * @return takes the fields
     */
    public static Builder of(String format) {
        return new Builder(format);
    }

    /**
     * The digest of it all.
     *
     * @return the key
     */
    public Digest key() {
        return key;
    }

    /**
     * The same on top of another key.
     *
     * @param parent the value of the field {@code parent}, of which there is one
     * @return another preimage
     */
    public Preimage on(Digest parent) {
        int begin = text.indexOf(PARENT);
        if (begin < 0) {
            throw new IllegalStateException("no parent in " + text);
        }
        int value = begin + PARENT.length();
        return new Preimage(text.substring(0, value) + parent + text.substring(text.indexOf('\n', value)));
    }

    /**
     * The fields as text.
     *
     * @return lines, each ended by a line feed
     */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return key + "\n" + text;
    }

    /** Takes fields; not thread-safe. */
    public static final class Builder implements KeyBuilder {

        private final StringBuilder text = new StringBuilder();
        private final Set<String> names = new HashSet<>();

        private Builder(String format) {
            line("format", format);
        }

        @Override
        public Builder field(String name, String value) {
            text(own(name), value);
            return this;
        }

        @Override
        public Builder field(String name, List<String> values) {
            list(own(name), values);
            return this;
        }

        @Override
        public Builder field(String name, Map<String, String> values) {
            map(own(name), values);
            return this;
        }

        @Override
        public Builder field(String name, Digest digest) {
            return field(name, digest.toString());
        }

        /**
         * Takes fields whose names cannot meet those given here: {@code command} becomes {@code exec.command}.
         *
         * @param scope whose fields they are
         * @return adds to this preimage
         */
        public KeyBuilder scoped(String scope) {
            return new Scope(this, scope);
        }

        /**
         * Ends the preimage.
         *
         * @return what was given
         */
        public Preimage build() {
            return new Preimage(text.toString());
        }

        private void text(String name, String value) {
            line("text", unique(name), value);
        }

        private void list(String name, List<String> values) {
            line("list", unique(name), Integer.toString(values.size()));
            values.forEach(value -> line("item", value));
        }

        private void map(String name, Map<String, String> values) {
            line("map", unique(name), Integer.toString(values.size()));
            new TreeMap<>(values).forEach((key, value) -> line("entry", key, value));
        }

        /** The dot is what keeps scopes apart from these. */
        private static String own(String name) {
            if (name.indexOf('.') >= 0) {
                throw new IllegalArgumentException("a dot in a field outside of scopes: " + name);
            }
            return name;
        }

        private String unique(String name) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("a key has two fields named " + name);
            }
            return name;
        }

        private void line(String... words) {
            text.append(Escaped.line(words));
        }
    }

    private record Scope(Builder builder, String scope) implements KeyBuilder {

        @Override
        public KeyBuilder field(String name, String value) {
            builder.text(scope + "." + name, value);
            return this;
        }

        @Override
        public KeyBuilder field(String name, List<String> values) {
            builder.list(scope + "." + name, values);
            return this;
        }

        @Override
        public KeyBuilder field(String name, Map<String, String> values) {
            builder.map(scope + "." + name, values);
            return this;
        }
    }
}
