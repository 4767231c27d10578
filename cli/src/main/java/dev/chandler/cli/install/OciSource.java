package dev.chandler.cli.install;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.registry.PullTerms;
import dev.chandler.lib.registry.RegistryPull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin that a registry of images has, as an artifact with one layer.
 *
 * @param reference its name there
 * @param config has the login
 * @param terms say where plain HTTP will do, and how long all may take
 */
record OciSource(String reference, DockerConfig config, PullTerms terms) implements PluginSource {

    static final String PREFIX = "oci:";

    /** What such an artifact is. */
    static final String TYPE = "application/vnd.chandler.plugin.v1";

    static final String SIGNATURE = "dev.chandler.signature";

    private static final Map<String, String> SUFFIXES =
            Map.of("application/java-archive", Suffix.JAR, "application/zip", Suffix.ZIP);

    @Override
    public String text() {
        return PREFIX + reference;
    }

    @Override
    public boolean gave(LockedPlugin plugin) {
        return plugin.source().equals(text()) || plugin.source().startsWith(text() + "@");
    }

    /** Without its manifest nobody knows more of it than was written. */
    @Override
    public String recorded(String version) {
        return text();
    }

    @Override
    public boolean worksOffline() {
        return false;
    }

    @Override
    public Offer offer() throws IOException, InterruptedException {
        RegistryPull registry = RegistryPull.open(reference, config, terms);
        try {
            RegistryPull.Manifest manifest = registry.manifest();
            JsonObject json = json(manifest);
            JsonObject layer = layer(json);
            String suffix = Optional.ofNullable(SUFFIXES.get(text(layer, "mediaType")))
                    .orElseThrow(() -> noPlugin("its layer is " + text(layer, "mediaType")
                            + ", and neither application/java-archive nor application/zip"));
            Digest digest = digest(layer);
            Optional<byte[]> signature = annotation(json, SIGNATURE)
                    .or(() -> annotation(layer, SIGNATURE))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8));
            return new Offer(
                    PREFIX + reference.replaceFirst("@.*", "") + "@" + manifest.digest(),
                    suffix,
                    Optional.of(digest),
                    () -> registry.blob(digest),
                    () -> signature,
                    registry::close);
        } catch (IOException | RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private JsonObject json(RegistryPull.Manifest manifest) {
        try {
            if (JsonParser.parseString(manifest.json()) instanceof JsonObject json) {
                return json;
            }
        } catch (JsonParseException e) {
            throw noPlugin("its manifest is not JSON");
        }
        throw noPlugin("its manifest is not a JSON object");
    }

    /** The one layer of a manifest that says that it is a plugin. */
    private JsonObject layer(JsonObject manifest) {
        JsonObject config = manifest.get("config") instanceof JsonObject object ? object : new JsonObject();
        // Clients of before artifacts had types say it by the config's.
        if (!text(manifest, "artifactType").equals(TYPE)
                && !text(config, "mediaType").equals(TYPE)) {
            throw noPlugin("its manifest does not say that it is " + TYPE);
        }
        if (manifest.get("layers") instanceof JsonArray layers
                && layers.size() == 1
                && layers.get(0) instanceof JsonObject layer) {
            return layer;
        }
        throw noPlugin("it does not have just one layer");
    }

    private Digest digest(JsonObject layer) {
        try {
            return Digest.parse(text(layer, "digest"));
        } catch (IllegalArgumentException e) {
            throw noPlugin("its layer has no SHA-256 digest");
        }
    }

    private PluginException noPlugin(String why) {
        return new PluginException(Problem.of("CH-PLUGIN-037", "\"" + text() + "\" is no plugin")
                .because(why)
                .remedy("see docs/plugins.md for how a plugin is pushed to a registry, or name another"));
    }

    private static Optional<String> annotation(JsonObject of, String name) {
        return of.get("annotations") instanceof JsonObject annotations
                ? Optional.of(text(annotations, name)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
