package dev.chandler.core.manifest.value;

import dev.chandler.api.settings.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads settings as values whose scalars are text. */
public final class SettingValues {

    private SettingValues() {}

    /**
     * Makes a value.
     *
     * @param setting text, a list or a map
     * @return the same without its places
     */
    public static Value of(Setting setting) {
        return switch (setting.kind()) {
            case TEXT -> new Value.Text(setting.text());
            case LIST ->
                new Value.Items(setting.items().stream().map(SettingValues::of).toList());
            case MAP -> {
                Map<String, Value> fields = new LinkedHashMap<>();
                setting.entries().forEach((key, entry) -> fields.put(key, of(entry.value())));
                yield new Value.Fields(fields);
            }
        };
    }
}
