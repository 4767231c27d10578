package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image that the index of an OCI image layout leads to. Confined to one thread. */
final class LayoutImage implements ListedImage {

    /** An index may lead to another one, as deep as this. */
    private static final int DEPTH = 4;

    /** What is beside images in an index: proofs of how they were built. */
    private static final String UNKNOWN = "unknown";

    private final Path layout;
    private final Digest digest;
    private final Optional<Platform> platform;
    private final List<String> names = new ArrayList<>();
    private @Nullable ImageFile image;

    private LayoutImage(Path layout, Digest digest, Optional<Platform> platform) {
        this.layout = layout;
        this.digest = digest;
        this.platform = platform;
    }

    /** All that there are, each once, whatever leads to it. What an index says of the platforms of images is believed. */
    static List<LayoutImage> all(Path layout) throws UnreadableImageException {
        Path index = layout.resolve(LayoutIndex.INDEX_FILE);
        if (!Files.isRegularFile(index)) {
            throw new UnreadableImageException(
                    "there is no OCI image layout in " + layout + ": it has no " + LayoutIndex.INDEX_FILE);
        }
        JsonObject top = document(index, LayoutIndex.INDEX_FILE);
        Map<Digest, LayoutImage> images = new LinkedHashMap<>();
        collect(layout, top, LayoutIndex.INDEX_FILE, List.of(), images, DEPTH);
        return List.copyOf(images.values());
    }

    private static void collect(
            Path layout, JsonObject index, String name, List<String> above, Map<Digest, LayoutImage> images, int depth)
            throws UnreadableImageException {
        if (depth == 0) {
            throw new UnreadableImageException(name + " is one index too many");
        }
        if (!(index.get("manifests") instanceof JsonArray entries)) {
            throw new UnreadableImageException(name + " is not what it should be: it lists no manifests");
        }
        for (JsonElement each : entries) {
            JsonObject entry = ImageJson.of(name, each::getAsJsonObject);
            Digest digest = ImageJson.of(name, () -> Digest.parse(ImageJson.text(entry, "digest")));
            Optional<Platform> platform = ImageJson.of(name, () -> platform(entry));
            List<String> names = ImageJson.of(name, () -> names(entry, above));
            if (platform.filter(of -> of.os().equals(UNKNOWN)).isPresent()) {
                continue;
            }
            if (ImageJson.of(name, () -> isManifest(layout, entry, digest))) {
                LayoutImage image = images.computeIfAbsent(digest, of -> new LayoutImage(layout, of, platform));
                image.names.addAll(names);
            } else {
                JsonObject next = addressed(layout, digest, "its index");
                collect(layout, next, "its index " + digest, names, images, depth - 1);
            }
        }
    }

    /** Of an image for a platform that nobody wants the manifest may not be there. */
    private static boolean isManifest(Path layout, JsonObject entry, Digest digest) throws UnreadableImageException {
        String type = ImageJson.text(entry, "mediaType");
        if (LayoutIndex.isManifest(type) || LayoutIndex.isIndex(type)) {
            return LayoutIndex.isManifest(type);
        }
        return !addressed(layout, digest, "its manifest").has("manifests");
    }

    private static Optional<Platform> platform(JsonObject entry) {
        return Optional.ofNullable(entry.getAsJsonObject("platform"))
                .map(platform -> new Platform(
                        ImageJson.text(platform, "os"),
                        ImageJson.text(platform, "architecture"),
                        ImageJson.text(platform, "variant")));
    }

    /** Its own, and those of what leads to it. */
    private static List<String> names(JsonObject entry, List<String> above) {
        List<String> names = new ArrayList<>(above);
        JsonObject annotations = JsonFields.object(entry, "annotations");
        for (String annotation : List.of(LayoutIndex.REFERENCE, LayoutIndex.CONTAINERD_NAME)) {
            String name = ImageJson.text(annotations, annotation);
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public List<String> names() {
        return names.stream().distinct().toList();
    }

    @Override
    public Platform platform() throws UnreadableImageException {
        return platform.isPresent() ? platform.get() : image().platform();
    }

    @Override
    public ImageFile image() throws UnreadableImageException {
        ImageFile known = image;
        if (known == null) {
            known = read();
            image = known;
        }
        return known;
    }

    private ImageFile read() throws UnreadableImageException {
        JsonObject manifest = addressed(layout, digest, "its manifest");
        String name = "its manifest " + digest;
        Digest configDigest =
                ImageJson.of(name, () -> Digest.parse(ImageJson.text(manifest.getAsJsonObject("config"), "digest")));
        List<Digest> blobs = ImageJson.of(name, () -> digests(manifest));
        StoredConfig config = StoredConfig.read(content(layout, configDigest, "its config"));
        return ImageFile.of(config, layers(config, blobs), names);
    }

    private List<StoredLayer> layers(StoredConfig config, List<Digest> blobs) throws UnreadableImageException {
        List<Digest> diffIds = config.layers();
        if (diffIds.size() != blobs.size()) {
            throw new UnreadableImageException(
                    "its config has " + diffIds.size() + " layers, its manifest " + blobs.size());
        }
        List<StoredLayer> layers = new ArrayList<>();
        for (int i = 0; i < blobs.size(); i++) {
            Path file = blob(layout, blobs.get(i));
            layers.add(new StoredLayer(diffIds.get(i), () -> Files.size(file), () -> Files.newInputStream(file)));
        }
        return layers;
    }

    private static List<Digest> digests(JsonObject manifest) {
        List<Digest> digests = new ArrayList<>();
        manifest.getAsJsonArray("layers")
                .forEach(layer -> digests.add(Digest.parse(ImageJson.text(layer.getAsJsonObject(), "digest"))));
        return digests;
    }

    private static Path blob(Path layout, Digest digest) {
        return layout.resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    /** A document that is what its digest is of. */
    private static JsonObject addressed(Path layout, Digest digest, String kind) throws UnreadableImageException {
        byte[] bytes = content(layout, digest, kind);
        return ImageJson.of(kind + " " + digest, () -> ImageJson.parsed(bytes).getAsJsonObject());
    }

    private static byte[] content(Path layout, Digest digest, String kind) throws UnreadableImageException {
        byte[] bytes = bytes(blob(layout, digest), kind + " " + digest);
        if (!Digest.of(bytes).equals(digest)) {
            throw new UnreadableImageException(kind + " " + digest + " is not what it should be");
        }
        return bytes;
    }

    private static JsonObject document(Path file, String name) throws UnreadableImageException {
        byte[] bytes = bytes(file, name);
        return ImageJson.of(name, () -> ImageJson.parsed(bytes).getAsJsonObject());
    }

    private static byte[] bytes(Path file, String name) throws UnreadableImageException {
        try (InputStream in = Files.newInputStream(file)) {
            return ImageJson.bytes(name, in);
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableImageException(name, e);
        }
    }
}
