package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The image for one platform in an <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md">OCI image layout</a>.
 *
 * @param configDigest the digest of its config
 * @param text its whole config, as written
 * @param config the same, read
 * @param layers the files of its layers, lowest first, compressed or not
 */
public record LayoutImage(Digest configDigest, String text, JsonObject config, List<Path> layers) {

    /** Reads a layout; an index may lead to another one, as deep as this. */
    private static final int DEPTH = 4;

    /**
     * Reads which image a layout has for a platform; its layers are not looked at.
     *
     * @param layout the layout's folder
     * @param platform what it is to run on
     * @return the image
     * @throws IOException if there is none, or it cannot be read, with a message for whoever named the folder
     */
    public static LayoutImage read(Path layout, Platform platform) throws IOException {
        try {
            JsonObject index = json(layout.resolve("index.json"));
            JsonObject manifest = manifest(layout, index, platform, DEPTH)
                    .orElseThrow(() -> new IOException("it has no image for " + platform));
            Digest digest = digest(JsonFields.object(manifest, "config"));
            List<Path> layers = new ArrayList<>();
            for (JsonElement layer : list(manifest, "layers")) {
                layers.add(blob(layout, digest(layer.getAsJsonObject())));
            }
            byte[] config = Files.readAllBytes(blob(layout, digest));
            if (!Digest.of(config).equals(digest)) {
                throw new IOException("the content of its config is not that of its digest " + digest);
            }
            LayoutImage image = new LayoutImage(
                    digest, new String(config, StandardCharsets.UTF_8), json(config), List.copyOf(layers));
            image.requireReadable();
            return image;
        } catch (FileSystemException e) {
            throw new IOException(e.getMessage() + ": " + RootfsFile.words(e), e);
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw new IOException("not an OCI image layout: " + e.getMessage(), e);
        }
    }

    private static Optional<JsonObject> manifest(Path layout, JsonObject index, Platform platform, int depth)
            throws IOException {
        if (!index.has("manifests")) {
            return Optional.of(index);
        }
        JsonArray manifests = list(index, "manifests");
        for (JsonElement element : manifests) {
            JsonObject descriptor = element.getAsJsonObject();
            if (depth > 0 && suits(descriptor, platform)) {
                JsonObject next = json(blob(layout, digest(descriptor)));
                Optional<JsonObject> found = manifest(layout, next, platform, depth - 1);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean suits(JsonObject descriptor, Platform platform) {
        if (!descriptor.has("platform")) {
            return true;
        }
        JsonObject wanted = JsonFields.object(descriptor, "platform");
        return JsonFields.text(wanted, "os").equals(platform.os())
                && JsonFields.text(wanted, "architecture").equals(platform.architecture());
    }

    /** All that will be read of it later, where nobody could say any more which file is to blame. */
    private void requireReadable() {
        ImageConfigJson.read(JsonFields.object(config, "config"));
        if (config.get("history") instanceof JsonArray history) {
            history.forEach(entry -> requireReadable(entry.getAsJsonObject()));
        }
        if (diffIds().size() != layers.size()) {
            throw new IllegalArgumentException(
                    "its config has " + diffIds().size() + " layers, its manifest " + layers.size());
        }
    }

    private static void requireReadable(JsonObject entry) {
        JsonElement empty = entry.get("empty_layer");
        if (empty != null && !empty.isJsonPrimitive()) {
            throw new IllegalArgumentException("\"empty_layer\" is neither true nor false");
        }
    }

    private static JsonArray list(JsonObject parent, String field) {
        if (parent.get(field) instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException("\"" + field + "\" is no list");
    }

    private static Digest digest(JsonObject descriptor) {
        return Digest.parse(JsonFields.text(descriptor, "digest"));
    }

    private static Path blob(Path layout, Digest digest) {
        return layout.resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    private static JsonObject json(Path file) throws IOException {
        return json(Files.readAllBytes(file));
    }

    private static JsonObject json(byte[] content) {
        return JsonParser.parseString(new String(content, StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    /**
     * What it runs on.
     *
     * @return the platform, as the config has it
     */
    public Platform platform() {
        return new Platform(
                JsonFields.text(config, "os"),
                JsonFields.text(config, "architecture"),
                JsonFields.text(config, "variant"));
    }

    /**
     * The digests of what is in its layers.
     *
     * @return lowest first
     */
    public List<Digest> diffIds() {
        return JsonFields.strings(JsonFields.object(config, "rootfs").get("diff_ids")).stream()
                .map(Digest::parse)
                .toList();
    }

    /**
     * What there is when its layers lie on each other.
     *
     * @return all of it
     * @throws IOException if a layer cannot be read, is not what the config says, or holds what leads out of it
     */
    public FlatRootfs flattened() throws IOException {
        List<FlatRootfs.Layer> flat = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Path file = layers.get(i);
            Optional<String> problem = RootfsFile.problem(file);
            if (problem.isPresent()) {
                throw new IOException("its layer " + diffIds().get(i) + ": " + problem.get());
            }
            flat.add(new FlatRootfs.Layer(diffIds().get(i), () -> RootfsFile.uncompressed(Files.newInputStream(file))));
        }
        return FlatRootfs.of(flat);
    }
}
