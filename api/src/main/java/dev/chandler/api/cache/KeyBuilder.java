package dev.chandler.api.cache;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Takes the named fields of which a step's key is made.
 *
 * <p>Give everything that can change the step's result, and nothing else: no times, no host names, no timeouts. The
 * order of the calls is part of the key, the order of a map's entries is not. A field's name is what
 * {@code chandler why} shows, so name it in the user's words: {@code content of src/main.py}. Any name will do, also one
 * of Chandler's own fields, such as {@code user}: the names here are the step's alone. Implemented by Chandler alone; not
 * thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface KeyBuilder {

    /**
     * Adds text.
     *
     * @param name the field's name, unique within the step
     * @param value its value
     * @return this
     */
    KeyBuilder field(String name, String value);

    /**
     * Adds texts in order.
     *
     * @param name the field's name, unique within the step
     * @param values its values
     * @return this
     */
    KeyBuilder field(String name, List<String> values);

    /**
     * Adds a map; the order of its entries does not count.
     *
     * @param name the field's name, unique within the step
     * @param values its values
     * @return this
     */
    KeyBuilder field(String name, Map<String, String> values);

    /**
     * Adds a digest, for content too large to be kept.
     *
     * @param name the field's name, unique within the step
     * @param digest the content's digest
     * @return this
     */
    default KeyBuilder field(String name, Digest digest) {
        return field(name, digest.toString());
    }
}
