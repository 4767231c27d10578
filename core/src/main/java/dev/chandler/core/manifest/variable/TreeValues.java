package dev.chandler.core.manifest.variable;

import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads YAML without marks as a value whose scalars are the text as written. */
final class TreeValues {

    private TreeValues() {}

    static Value of(Tree tree) {
        if (tree instanceof Tree.Items items) {
            return new Value.Items(items.items().stream().map(TreeValues::of).toList());
        }
        if (tree instanceof Tree.Fields fields) {
            Map<String, Value> values = new LinkedHashMap<>();
            fields.entries().forEach(entry -> values.put(entry.key().text(), of(entry.value())));
            return new Value.Fields(values);
        }
        return new Value.Text(((Tree.Scalar) tree).text());
    }
}
