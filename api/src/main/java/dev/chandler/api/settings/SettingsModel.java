package dev.chandler.api.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * All keys that one map of a manifest may have, in the order in which people are told of them. Immutable.
 *
 * <p>{@link SettingReader} reads a map by its model; the JSON Schema and the reference are made from it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SettingsModel {

    private final String name;
    private final Map<String, SettingKey> keys;

    private SettingsModel(String name, Map<String, SettingKey> keys) {
        this.name = name;
        this.keys = keys;
    }

    /**
     * Makes a model.
     *
     * @param name what the map is called: {@code artifact}
     * @param keys its keys
     * @return the model
     * @throws IllegalArgumentException if two keys have one name
     */
    public static SettingsModel of(String name, SettingKey... keys) {
        return of(name, List.of(keys));
    }

    /**
     * Makes a model.
     *
     * @param name what the map is called: {@code artifact}
     * @param keys its keys
     * @return the model
     * @throws IllegalArgumentException if two keys have one name
     */
    public static SettingsModel of(String name, List<SettingKey> keys) {
        Map<String, SettingKey> byName = new LinkedHashMap<>();
        for (SettingKey key : keys) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException("\"" + key + "\" is in the model \"" + name + "\" twice");
            }
        }
        return new SettingsModel(name, Collections.unmodifiableMap(byName));
    }

    /**
     * What the map is called.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * The keys.
     *
     * @return all of them, in order
     */
    public List<SettingKey> keys() {
        return List.copyOf(keys.values());
    }

    /**
     * The names of the keys.
     *
     * @return all of them, in order
     */
    public Set<String> names() {
        return keys.keySet();
    }

    @Override
    public String toString() {
        return name + keys.keySet();
    }
}
