package dev.chandler.cli.install;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.version.VersionRange;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * One version of one plugin, as an index of plugins has it.
 *
 * @param version the version
 * @param url where its file is, relative to the index or absolute
 * @param digest the file's digest
 * @param signature the file's signature
 */
record IndexEntry(String version, String url, Digest digest, Optional<String> signature) {

    private static final int FORMAT = 1;

    /**
     * Chooses in an index.
     *
     * @param json the index
     * @param name what messages call it
     * @param id the plugin that is wanted
     * @param range the versions that will do
     * @throws PluginException if the index is none, or has nothing that is wanted
     */
    static IndexEntry choose(byte[] json, String name, String id, VersionRange range) {
        JsonObject plugins = plugins(json, name);
        if (!(plugins.get(id) instanceof JsonObject plugin)) {
            Set<String> ids = plugins.keySet();
            throw new PluginException(Problem.of("CH-PLUGIN-033", name + " has no plugin \"" + id + "\"")
                    .because("it has: " + String.join(", ", ids))
                    .remedy(SettingReader.didYouMean(id, ids).orElse("name one of them behind the #")));
        }
        JsonObject versions = object(plugin, "versions", name);
        String version = range.newest(versions.keySet())
                .orElseThrow(() -> new PluginException(
                        Problem.of("CH-PLUGIN-033", name + " has no version of \"" + id + "\" in " + range)
                                .because("it has: " + String.join(", ", versions.keySet()))
                                .remedy("ask for another range behind the @")));
        return entry(object(versions, version, name), version, name);
    }

    private static JsonObject plugins(byte[] json, String name) {
        try {
            if (JsonParser.parseString(new String(json, StandardCharsets.UTF_8)) instanceof JsonObject root) {
                if (root.get("version") == null
                        || !root.get("version").toString().equals("" + FORMAT)) {
                    throw broken(name, "its version is not " + FORMAT);
                }
                return object(root, "plugins", name);
            }
        } catch (JsonParseException e) {
            throw broken(name, "it is not JSON");
        }
        throw broken(name, "it is not a JSON object");
    }

    private static IndexEntry entry(JsonObject version, String number, String name) {
        Optional<Digest> digest = text(version, "sha256")
                .map(hex -> hex.replaceFirst("^sha256:", ""))
                .filter(hex -> hex.matches("[0-9a-f]{64}"))
                .map(Digest::new);
        Optional<String> url = text(version, "url");
        if (digest.isEmpty() || url.isEmpty()) {
            throw broken(name, "its version " + number + " has no \"url\", or no \"sha256\" of 64 hexadecimal digits");
        }
        return new IndexEntry(number, url.get(), digest.get(), text(version, "signature"));
    }

    private static JsonObject object(JsonObject parent, String key, String name) {
        if (parent.get(key) instanceof JsonObject object) {
            return object;
        }
        throw broken(name, "its \"" + key + "\" is no object");
    }

    private static Optional<String> text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? Optional.of(value.getAsString()) : Optional.empty();
    }

    static PluginException broken(String name, String why) {
        return new PluginException(Problem.of("CH-PLUGIN-033", name + " is no index of plugins")
                .because(why)
                .remedy("see docs/plugins.md for what an index has; whoever publishes it has to correct it"));
    }
}
