package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference.OciLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
record OciLayoutImage(Digest configDigest, String text, JsonObject config, List<Path> layers) {

    /** Reads a layout; an index may lead to another one, as deep as this. */
    private static final int DEPTH = 4;

    static OciLayoutImage read(OciLayout layout, Platform platform) {
        try {
            JsonObject index = json(layout.directory().resolve("index.json"));
            JsonObject manifest = manifest(layout, index, platform, DEPTH)
                    .orElseThrow(() -> DockerProblems.baseFile(layout, "it has no image for " + platform));
            Digest digest = digest(ImageFacts.object(manifest, "config"));
            List<Path> layers = new ArrayList<>();
            for (JsonElement layer : list(manifest, "layers")) {
                layers.add(blob(layout, digest(layer.getAsJsonObject())));
            }
            byte[] config = Files.readAllBytes(blob(layout, digest));
            if (!Digest.of(config).equals(digest)) {
                throw DockerProblems.baseFile(layout, "the content of its config is not that of its digest " + digest);
            }
            OciLayoutImage image = new OciLayoutImage(
                    digest, new String(config, StandardCharsets.UTF_8), json(config), List.copyOf(layers));
            image.requireReadable();
            return image;
        } catch (IOException e) {
            throw DockerProblems.baseFile(layout, e.getMessage() + ": " + RootfsFile.words(e));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw DockerProblems.baseFile(layout, "not an OCI image layout: " + e.getMessage());
        }
    }

    private static Optional<JsonObject> manifest(OciLayout layout, JsonObject index, Platform platform, int depth)
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
        JsonObject wanted = ImageFacts.object(descriptor, "platform");
        return DockerHttp.text(wanted, "os").equals(platform.os())
                && DockerHttp.text(wanted, "architecture").equals(platform.architecture());
    }

    /** All that will be read of it later, where nobody could say any more which file is to blame. */
    private void requireReadable() {
        BaseOrigin origin = origin();
        ImageConfigJson.read(origin.config());
        origin.history().ifPresent(ImageHistory::layers);
        if (origin.layers().size() != layers.size()) {
            throw new IllegalArgumentException(
                    "its config has " + origin.layers().size() + " layers, its manifest " + layers.size());
        }
    }

    private static JsonArray list(JsonObject parent, String field) {
        if (parent.get(field) instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException("\"" + field + "\" is no list");
    }

    private static Digest digest(JsonObject descriptor) {
        return Digest.parse(DockerHttp.text(descriptor, "digest"));
    }

    private static Path blob(OciLayout layout, Digest digest) {
        return layout.directory().resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    private static JsonObject json(Path file) throws IOException {
        return json(Files.readAllBytes(file));
    }

    private static JsonObject json(byte[] content) {
        return JsonParser.parseString(new String(content, StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    Platform platform() {
        return new Platform(
                DockerHttp.text(config, "os"),
                DockerHttp.text(config, "architecture"),
                DockerHttp.text(config, "variant"));
    }

    List<String> diffIds() {
        return ImageFacts.strings(ImageFacts.object(config, "rootfs").get("diff_ids"));
    }

    BaseOrigin origin() {
        return BaseOrigin.read(configDigest, config);
    }
}
