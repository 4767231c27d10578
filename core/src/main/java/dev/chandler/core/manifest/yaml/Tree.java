package dev.chandler.core.manifest.yaml;

import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.source.SourceFile;
import java.util.List;
import java.util.Optional;

/** A node of a YAML document: raw text, a list or a map, with its place and its file. Immutable. */
public sealed interface Tree {

    /**
     * The file that the node stands in.
     *
     * @return the file
     */
    SourceFile file();

    /**
     * Where the node was written.
     *
     * @return the place of its first character
     */
    Location place();

    /**
     * Whether nothing was written at all, as in {@code env:} without anything behind it.
     *
     * @return true for such a node
     */
    default boolean isAbsent() {
        return false;
    }

    /**
     * The node's type in words.
     *
     * @return for example {@code a list}
     */
    String typeName();

    /**
     * A scalar.
     *
     * @param text the text as written, possibly with marks
     * @param plain whether it has no quotes and is no block
     */
    record Scalar(SourceFile file, Location place, String text, boolean plain) implements Tree {
        @Override
        public boolean isAbsent() {
            return plain && text.isEmpty();
        }

        @Override
        public String typeName() {
            return "text";
        }
    }

    /**
     * A sequence.
     *
     * @param items in order
     */
    record Items(SourceFile file, Location place, List<Tree> items) implements Tree {
        @Override
        public String typeName() {
            return "a list";
        }
    }

    /**
     * A mapping.
     *
     * @param entries in order, no key as text twice
     */
    record Fields(SourceFile file, Location place, List<Entry> entries) implements Tree {

        /**
         * The value of a key.
         *
         * @param key the key's text
         * @return its entry, if there is one
         */
        public Optional<Entry> entry(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().text().equals(key))
                    .findFirst();
        }

        @Override
        public String typeName() {
            return "a map";
        }
    }

    /**
     * An entry of a mapping.
     *
     * @param key the key
     * @param value the value
     */
    record Entry(Scalar key, Tree value) {}
}
