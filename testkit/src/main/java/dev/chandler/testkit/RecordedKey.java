package dev.chandler.testkit;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/** Keeps the fields of a key for a test to look at; two fields of one name are an error. Not thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RecordedKey implements KeyBuilder {

    private final Map<String, Object> fields = new LinkedHashMap<>();

    @Override
    public RecordedKey field(String name, String value) {
        return add(name, value);
    }

    @Override
    public RecordedKey field(String name, List<String> values) {
        return add(name, List.copyOf(values));
    }

    @Override
    public RecordedKey field(String name, Map<String, String> values) {
        return add(name, new TreeMap<>(values));
    }

    private RecordedKey add(String name, Object value) {
        if (name.isBlank() || fields.putIfAbsent(name, value) != null) {
            throw new IllegalStateException("a field's name must be there and be unique: \"" + name + "\"");
        }
        return this;
    }

    /**
     * The names of the fields.
     *
     * @return in the order in which they were given
     */
    public List<String> names() {
        return List.copyOf(fields.keySet());
    }

    /**
     * The value of a field, as text.
     *
     * @param name the field's name
     * @return text, or the {@code toString} of a list or of a sorted map
     * @throws IllegalArgumentException if there is no such field
     */
    public String value(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no field \"" + name + "\" among " + names());
        }
        return value.toString();
    }

    /**
     * A digest of all fields in their order.
     *
     * @return equal for equal fields; not the key that Chandler makes of them
     */
    public Digest digest() {
        return Digest.of(toString());
    }

    /** One line for each field. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append(name)
                .append(" = ")
                .append(value.getClass().getSimpleName())
                .append(' ')
                .append(value)
                .append('\n'));
        return text.toString();
    }
}
