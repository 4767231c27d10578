package dev.chandler.core.manifest.yaml;

import dev.chandler.api.settings.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads YAML that is no template as settings: every scalar is the text as written. */
public final class PlainSettings {

    private PlainSettings() {}

    /**
     * Makes settings of a tree.
     *
     * @param tree a node without marks
     * @return the same with its places
     */
    public static Setting of(Tree tree) {
        if (tree instanceof Tree.Items items) {
            return Setting.list(items.items().stream().map(PlainSettings::of).toList(), items.place());
        }
        if (tree instanceof Tree.Fields fields) {
            Map<String, Setting.Entry> entries = new LinkedHashMap<>();
            fields.entries()
                    .forEach(entry -> entries.put(
                            entry.key().text(), new Setting.Entry(entry.key().place(), of(entry.value()))));
            return Setting.map(entries, fields.place());
        }
        return Setting.text(((Tree.Scalar) tree).text(), tree.place());
    }
}
