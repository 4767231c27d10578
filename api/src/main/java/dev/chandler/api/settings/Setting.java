package dev.chandler.api.settings;

import dev.chandler.api.problem.Location;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A node of a manifest: text, a list or a map, and where it was written.
 *
 * <p>Scalars are the text as written: {@code false}, {@code 22:22} and {@code 1.10} are those five, five and four
 * characters; what they mean is the reader's to say ({@link SettingReader}). Maps keep their order. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Setting {

    /** What a node is. */
    public enum Kind {
        /** A scalar. */
        TEXT,
        /** A sequence. */
        LIST,
        /** A mapping with text keys. */
        MAP
    }

    /**
     * One entry of a map.
     *
     * @param keyLocation where the key was written
     * @param value the value
     */
    public record Entry(Location keyLocation, Setting value) {}

    private final Kind kind;
    private final Location location;
    private final String text;
    private final List<Setting> items;
    private final Map<String, Entry> entries;

    private Setting(Kind kind, Location location, String text, List<Setting> items, Map<String, Entry> entries) {
        this.kind = kind;
        this.location = Objects.requireNonNull(location, "location");
        this.text = Objects.requireNonNull(text, "text");
        this.items = items;
        this.entries = entries;
    }

    /**
     * Makes a scalar.
     *
     * @param text the text as written
     * @param location where it was written
     * @return the node
     */
    public static Setting text(String text, Location location) {
        return new Setting(Kind.TEXT, location, text, List.of(), Map.of());
    }

    /**
     * Makes a list.
     *
     * @param items its items, copied
     * @param location where it was written
     * @return the node
     */
    public static Setting list(List<Setting> items, Location location) {
        return new Setting(Kind.LIST, location, "", List.copyOf(items), Map.of());
    }

    /**
     * Makes a map.
     *
     * @param entries its entries in order, copied
     * @param location where it was written
     * @return the node
     */
    public static Setting map(Map<String, Entry> entries, Location location) {
        return new Setting(
                Kind.MAP, location, "", List.of(), Collections.unmodifiableMap(new LinkedHashMap<>(entries)));
    }

    /**
     * What the node is.
     *
     * @return its kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Where the node was written.
     *
     * @return the place of its first character in the source as the user wrote it
     */
    public Location location() {
        return location;
    }

    /**
     * The text of a scalar.
     *
     * @return the text as written
     * @throws IllegalStateException if this is no scalar
     */
    public String text() {
        require(Kind.TEXT);
        return text;
    }

    /**
     * The items of a list.
     *
     * @return its items, in order
     * @throws IllegalStateException if this is no list
     */
    public List<Setting> items() {
        require(Kind.LIST);
        return items;
    }

    /**
     * The entries of a map.
     *
     * @return its entries, in the order in which they were written
     * @throws IllegalStateException if this is no map
     */
    public Map<String, Entry> entries() {
        require(Kind.MAP);
        return entries;
    }

    private void require(Kind wanted) {
        if (kind != wanted) {
            throw new IllegalStateException(location + " is " + kind + ", not " + wanted);
        }
    }

    /**
     * Compares content; where it was written does not count.
     *
     * @param other what to compare with
     * @return whether both say the same
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Setting that
                && kind == that.kind
                && text.equals(that.text)
                && items.equals(that.items)
                && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, text, items, values());
    }

    private Map<String, Setting> values() {
        Map<String, Setting> values = new LinkedHashMap<>();
        entries.forEach((key, entry) -> values.put(key, entry.value()));
        return values;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case TEXT -> text;
            case LIST -> items.toString();
            case MAP -> values().toString();
        };
    }
}
