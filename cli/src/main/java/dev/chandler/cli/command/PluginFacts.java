package dev.chandler.cli.command;

import dev.chandler.api.ApiVersion;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.schema.KeyText;
import dev.chandler.core.plugin.PluginDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code plugin info} shows of one plugin.
 *
 * @param plugin the plugin
 * @param provisioners what stands behind the id of each of its provisioners; none where it is refused
 */
record PluginFacts(PluginDescriptor plugin, List<KeyText> provisioners) {

    /** For people. */
    String text(String api) {
        List<String[]> rows = new ArrayList<>();
        row(
                rows,
                "plugin",
                plugin.id() + " " + plugin.version() + ", " + plugin.kind().label());
        row(rows, "description", plugin.description());
        row(rows, "provider", plugin.provider());
        row(rows, "license", plugin.license());
        row(rows, "file", plugin.file().toString());
        row(rows, "digest", digest());
        row(rows, "api", plugin.requires().isEmpty() ? "" : plugin.requires() + " (this is " + api + ")");
        row(rows, "needs", String.join(", ", plugin.dependencies()));
        row(rows, "exports", String.join(", ", plugin.exports()));
        row(rows, "libraries", String.join(", ", plugin.libraries()));
        row(rows, "engines", String.join(", ", plugin.engines()));
        row(rows, "provisioners", String.join(", ", plugin.provisioners()));
        row(rows, "state", plugin.reason().map(why -> "refused: " + why.what()).orElse("ready"));
        StringBuilder text = new StringBuilder(Table.of(rows));
        provisioners.forEach(provisioner -> text.append('\n').append(text(provisioner)));
        return text.append('\n').toString();
    }

    private static void row(List<String[]> rows, String name, String value) {
        if (!value.isBlank()) {
            rows.add(new String[] {name, value.strip()});
        }
    }

    private static String text(KeyText provisioner) {
        List<String[]> rows = new ArrayList<>();
        keys(rows, "  ", provisioner.keys());
        return "- " + provisioner.name() + ": " + provisioner.value() + "\n    " + provisioner.meaning() + "\n"
                + (rows.isEmpty() ? "" : Table.of(rows));
    }

    private static void keys(List<String[]> rows, String indent, List<KeyText> keys) {
        for (KeyText key : keys) {
            rows.add(new String[] {
                indent + "  " + key.name() + ":",
                key.value() + (key.required() ? ", required" : ""),
                key.defaultText().map(value -> "default " + value).orElse(""),
                key.meaning()
            });
            keys(rows, indent + "  ", key.keys());
        }
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", plugin.id());
        json.put("version", plugin.version());
        json.put("kind", plugin.kind().label());
        json.put("description", plugin.description());
        json.put("provider", plugin.provider());
        json.put("license", plugin.license());
        json.put("file", plugin.file().toString());
        json.put("digest", digest());
        json.put("api", Map.of("requires", plugin.requires(), "running", ApiVersion.current()));
        json.put("dependencies", plugin.dependencies());
        json.put("exports", plugin.exports());
        json.put("libraries", plugin.libraries());
        json.put("state", plugin.reason().isPresent() ? "refused" : "ready");
        plugin.reason().ifPresent(reason -> json.put("reason", json(reason)));
        json.put("engines", plugin.engines());
        json.put("provisioners", provisioners.isEmpty() ? named() : json(provisioners));
        return json;
    }

    /** Of a refused plugin no more is known than what its provisioners are called. */
    private List<Map<String, Object>> named() {
        return plugin.provisioners().stream()
                .map(id -> Map.<String, Object>of("name", id))
                .toList();
    }

    /** A reason, for programs. */
    static Map<String, Object> json(Problem reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", reason.code());
        json.put("what", reason.what());
        put(json, "why", reason.why());
        put(json, "remedy", reason.remedy());
        return json;
    }

    private static List<Map<String, Object>> json(List<KeyText> keys) {
        return keys.stream().map(PluginFacts::json).toList();
    }

    private static Map<String, Object> json(KeyText key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", key.name());
        json.put("value", key.value());
        json.put("required", key.required());
        put(json, "default", key.defaultText());
        put(json, "example", key.example());
        json.put("description", key.meaning());
        if (!key.keys().isEmpty()) {
            json.put("keys", json(key.keys()));
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, Optional<String> value) {
        value.ifPresent(text -> json.put(name, text));
    }

    private String digest() {
        try {
            return plugin.digest().toString();
        } catch (IOException e) {
            return "";
        }
    }
}
