package dev.chandler.core.manifest.schema;

import dev.chandler.api.settings.SettingKey;
import java.util.List;

/** The table of a map's keys, in Markdown. */
public final class KeyTable {

    private KeyTable() {}

    /**
     * Makes a table.
     *
     * @param keys the keys, in order
     * @return its lines, each ended by a line feed
     */
    public static String of(List<SettingKey> keys) {
        StringBuilder table = new StringBuilder("| key | value | |\n|---|---|---|\n");
        keys.forEach(key -> table.append("| `")
                .append(key.name())
                .append("` | ")
                .append(cell(value(key)))
                .append(" | ")
                .append(cell(meaning(key)))
                .append(" |\n"));
        return table.toString();
    }

    private static String value(SettingKey key) {
        return key.shown().orElseGet(() -> Words.of(key.shape())) + (key.isRequired() ? "; required" : "");
    }

    private static String meaning(SettingKey key) {
        return key.description()
                + key.example().map(text -> "; such as `" + text + "`").orElse("")
                + key.defaultText().map(text -> "; default: `" + text + "`").orElse("");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
