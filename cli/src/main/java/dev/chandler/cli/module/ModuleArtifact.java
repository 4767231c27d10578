package dev.chandler.cli.module;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleUse;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.lib.registry.RegistryPush;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry has for a module: one layer, its content, and a config with what is known of it without that.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md#guidelines-for-artifact-usage">OCI
 * image specification 1.1</a>, "Guidelines for Artifact Usage".
 */
final class ModuleArtifact {

    static final String TYPE = "application/vnd.chandler.module.v1";
    static final String CONFIG = "application/vnd.chandler.module.config.v1+json";
    static final String LAYER = "application/vnd.chandler.module.content.v1.tar";
    static final String SIGNATURE = "dev.chandler.signature";

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private ModuleArtifact() {}

    /**
     * The tag of a version: one must not have the plus sign that a version may have.
     *
     * @return a tag, from which {@link #version} makes the same version again
     */
    static String tag(String version) {
        return version.replace('+', '_');
    }

    static String version(String tag) {
        return tag.replace('_', '+');
    }

    static RegistryPush.Artifact of(ModuleDescription module, ModuleContent content, Optional<String> signature) {
        byte[] config = JSON.toJson(config(module)).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.put("artifactType", TYPE);
        manifest.put("config", descriptor(CONFIG, config));
        manifest.put("layers", List.of(descriptor(LAYER, content.tar())));
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("org.opencontainers.image.title", module.name());
        annotations.put("org.opencontainers.image.version", module.version());
        if (!module.description().isEmpty()) {
            annotations.put("org.opencontainers.image.description", module.description());
        }
        module.license().ifPresent(license -> annotations.put("org.opencontainers.image.licenses", license));
        signature.ifPresent(text -> annotations.put(SIGNATURE, text));
        manifest.put("annotations", annotations);
        return new RegistryPush.Artifact(List.of(config, content.tar()), MANIFEST, JSON.toJson(manifest));
    }

    private static Map<String, Object> descriptor(String type, byte[] blob) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", type);
        descriptor.put("digest", Digest.of(blob).toString());
        descriptor.put("size", blob.length);
        return descriptor;
    }

    private static Map<String, Object> config(ModuleDescription module) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", module.name());
        config.put("version", module.version());
        config.put("description", module.description());
        module.license().ifPresent(license -> config.put("license", license));
        Map<String, Object> requires = new LinkedHashMap<>();
        requires.put(
                "modules", module.requires().stream().map(ModuleUse::reference).toList());
        requires.put("engines", module.engines());
        requires.put("capabilities", module.capabilities());
        requires.put("plugins", module.plugins());
        config.put("requires", requires);
        return config;
    }

    /**
     * What a manifest says of a module.
     *
     * @param config the blob with its description
     * @param layer the blob with its content, whose digest is the module's
     * @param layerBytes how many bytes that has
     * @param signature the signature over the content
     */
    record Manifest(Digest config, Digest layer, long layerBytes, Optional<String> signature) {}

    /** Reads a manifest. */
    static Manifest manifest(String text, String source) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            JsonObject config = json.getAsJsonObject("config");
            JsonArray layers = json.getAsJsonArray("layers");
            // Registries and clients of before artifacts had types leave that out.
            boolean typed = TYPE.equals(text(json, "artifactType")) || CONFIG.equals(text(config, "mediaType"));
            if (!typed || !CONFIG.equals(text(config, "mediaType"))) {
                throw SourceProblems.noArtifact(source, "its manifest does not say that it is " + TYPE);
            }
            if (layers.size() != 1 || !LAYER.equals(text(layers.get(0).getAsJsonObject(), "mediaType"))) {
                throw SourceProblems.noArtifact(source, "it does not have just one layer, " + LAYER);
            }
            JsonObject layer = layers.get(0).getAsJsonObject();
            Optional<String> signature = json.get("annotations") instanceof JsonObject annotations
                    ? Optional.of(text(annotations, SIGNATURE)).filter(written -> !written.isEmpty())
                    : Optional.empty();
            return new Manifest(
                    Digest.parse(text(config, "digest")),
                    Digest.parse(text(layer, "digest")),
                    layer.get("size").getAsLong(),
                    signature);
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            throw SourceProblems.noArtifact(source, "its manifest is not as the OCI image specification has it");
        }
    }

    /** Reads a config; what the module requires is written where its {@code module.yml} would be. */
    static ModuleDescription description(String text, String source, Path folder) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            JsonObject requires = json.get("requires") instanceof JsonObject object ? object : new JsonObject();
            Location place = new Location(source + "/" + ModuleDescription.FILE, 1, 1);
            Map<String, String> plugins = new LinkedHashMap<>();
            if (requires.get("plugins") instanceof JsonObject object) {
                object.entrySet()
                        .forEach(each ->
                                plugins.put(each.getKey(), each.getValue().getAsString()));
            }
            String name = json.get("name").getAsString();
            if (!name.matches(ModuleModel.NAME)) {
                throw SourceProblems.noArtifact(source, "its config has no name that a module can have");
            }
            return new ModuleDescription(
                    name,
                    json.get("version").getAsString(),
                    text(json, "description"),
                    Optional.of(text(json, "license")).filter(license -> !license.isEmpty()),
                    texts(requires, "modules").stream()
                            .map(reference -> new ModuleUse(reference, folder, place))
                            .toList(),
                    texts(requires, "engines"),
                    texts(requires, "capabilities"),
                    plugins,
                    Optional.empty(),
                    new SourceText(place.file(), ""));
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            throw SourceProblems.noArtifact(source, "its config is not as \"chandler module push\" writes it");
        }
    }

    private static List<String> texts(JsonObject json, String key) {
        List<String> texts = new ArrayList<>();
        if (json.get(key) instanceof JsonArray array) {
            array.forEach(each -> texts.add(each.getAsString()));
        }
        return texts;
    }

    private static String text(JsonObject json, String key) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
