package dev.chandler.testkit;

import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Settings as if a manifest had them, for tests: each key and each item on a line of its own of {@code chandler.yml},
 * from line 1, values after their keys.
 *
 * <pre>{@code
 * Settings.map("from", "src/", "to", "/opt/app", "exclude", List.of("*.tmp"))
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Settings {

    private static final String FILE = "chandler.yml";

    private int line = 1;

    private Settings() {}

    /**
     * A scalar at 1:1.
     *
     * @param text its text
     * @return the node
     */
    public static Setting text(String text) {
        return Setting.text(text, new Location(FILE, 1, 1));
    }

    /**
     * A list.
     *
     * @param items texts, lists and maps
     * @return the node
     */
    public static Setting list(Object... items) {
        return new Settings().value(List.of(items), 1);
    }

    /**
     * A map.
     *
     * @param keysAndValues keys, each followed by its value: a text, a list or a map
     * @return the node
     */
    public static Setting map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Settings().value(map, 1);
    }

    /**
     * A map with one entry more, or with another value for one that it has.
     *
     * @param map the map
     * @param key the key
     * @param value a text, a list or a map
     * @return another node
     */
    public static Setting with(Setting map, String key, Object value) {
        Map<String, Setting.Entry> entries = new LinkedHashMap<>(map.entries());
        Settings settings = new Settings();
        settings.line = entries.size() + 1;
        Location keyLocation = settings.here(1);
        entries.put(key, new Setting.Entry(keyLocation, settings.value(value, key.length() + 3)));
        return Setting.map(entries, map.location());
    }

    private Setting value(Object value, int column) {
        if (value instanceof Map<?, ?> map) {
            return mapOf(map, column);
        }
        if (value instanceof List<?> list) {
            return listOf(list, column);
        }
        return Setting.text((String) value, here(column));
    }

    private Setting mapOf(Map<?, ?> map, int column) {
        Location location = here(column);
        Map<String, Setting.Entry> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = (String) key;
            Location keyLocation = here(column);
            entries.put(name, new Setting.Entry(keyLocation, value(value, column + name.length() + 2)));
            line++;
        });
        return Setting.map(entries, location);
    }

    private Setting listOf(List<?> list, int column) {
        Location location = here(column);
        List<Setting> items = new ArrayList<>();
        for (Object item : list) {
            items.add(value(item, column + 2));
            line++;
        }
        return Setting.list(items, location);
    }

    private Location here(int column) {
        return new Location(FILE, line, column);
    }
}
