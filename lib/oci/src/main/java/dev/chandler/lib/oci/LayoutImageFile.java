package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An image in an OCI image layout. */
final class LayoutImageFile implements ImageFile {

    /** An index may lead to another one, as deep as this. */
    private static final int DEPTH = 4;

    /** What is beside images in an index: proofs of how they were built. */
    private static final String UNKNOWN = "unknown";

    private final Path directory;
    private final StoredConfig config;
    private final Set<Digest> layers;
    private final List<String> references;

    private LayoutImageFile(Path directory, StoredConfig config, Set<Digest> layers, List<String> references) {
        this.directory = directory;
        this.config = config;
        this.layers = layers;
        this.references = references;
    }

    /** One manifest, and the names that lead to it. */
    private record Found(StoredConfig config, Set<Digest> layers, List<String> names) {}

    static LayoutImageFile read(Path directory, Optional<Platform> platform) throws UnreadableImageException {
        if (!Files.isRegularFile(directory.resolve(LayoutIndex.LAYOUT_FILE))) {
            throw new UnreadableImageException("there is no OCI image layout in " + directory);
        }
        Path index = directory.resolve(LayoutIndex.INDEX_FILE);
        JsonObject top = document(index, LayoutIndex.INDEX_FILE);
        Map<Digest, Found> images = new LinkedHashMap<>();
        collect(directory, top, LayoutIndex.INDEX_FILE, images, DEPTH);
        Found found = chosen(List.copyOf(images.values()), platform);
        return new LayoutImageFile(directory, found.config(), found.layers(), List.copyOf(found.names()));
    }

    private static Found chosen(List<Found> images, Optional<Platform> platform) throws UnreadableImageException {
        List<Found> suitable = images.stream()
                .filter(image -> platform.isEmpty() || image.config().platform().suits(platform.get()))
                .toList();
        if (suitable.size() == 1) {
            return suitable.get(0);
        }
        if (images.isEmpty()) {
            throw new UnreadableImageException("there is no image in it");
        }
        String all = images.stream()
                .map(image -> image.config().platform().toString())
                .collect(Collectors.joining(", "));
        throw new AmbiguousImageException(
                suitable.isEmpty() ? "its images are for " + all : "it has several images: for " + all);
    }

    private static void collect(Path layout, JsonObject index, String name, Map<Digest, Found> images, int depth)
            throws UnreadableImageException {
        JsonArray entries = ImageJson.of(name, () -> index.getAsJsonArray("manifests"));
        if (entries == null) {
            throw new UnreadableImageException(name + " is not what it should be: it lists no manifests");
        }
        for (JsonElement each : entries) {
            JsonObject entry = ImageJson.of(name, each::getAsJsonObject);
            Digest digest = ImageJson.of(name, () -> Digest.parse(ImageJson.text(entry, "digest")));
            if (depth > 0 && ImageJson.of(name, () -> isImage(entry))) {
                JsonObject document = document(blob(layout, digest), "its manifest " + digest);
                if (document.has("manifests")) {
                    collect(layout, document, "its index " + digest, images, depth - 1);
                } else {
                    Found image = images.containsKey(digest) ? images.get(digest) : image(layout, document, digest);
                    images.put(digest, image);
                    ImageJson.of(name, () -> reference(entry)).ifPresent(image.names()::add);
                }
            }
        }
    }

    private static boolean isImage(JsonObject entry) {
        return !entry.has("platform")
                || !ImageJson.text(entry.getAsJsonObject("platform"), "os").equals(UNKNOWN);
    }

    /** The annotation may be a tag alone, which names no image by itself. */
    private static Optional<String> reference(JsonObject entry) {
        return Optional.ofNullable(entry.getAsJsonObject("annotations"))
                .map(annotations -> ImageJson.text(annotations, LayoutIndex.REFERENCE))
                .filter(name -> name.contains("/") || name.contains(":"));
    }

    private static Found image(Path layout, JsonObject manifest, Digest digest) throws UnreadableImageException {
        String name = "its manifest " + digest;
        Digest config =
                ImageJson.of(name, () -> Digest.parse(ImageJson.text(manifest.getAsJsonObject("config"), "digest")));
        Set<Digest> layers = new LinkedHashSet<>(ImageJson.of(name, () -> digests(manifest)));
        byte[] json = bytes(blob(layout, config), "its config " + config);
        if (!Digest.of(json).equals(config)) {
            throw new UnreadableImageException("its config " + config + " is not what it should be");
        }
        return new Found(StoredConfig.read(json), layers, new ArrayList<>());
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

    @Override
    public Digest id() {
        return config.id();
    }

    @Override
    public Platform platform() {
        return config.platform();
    }

    @Override
    public List<String> references() {
        return references;
    }

    @Override
    public void giveTo(ImageReceiver receiver) throws IOException {
        receiver.config(config.json());
        StoredLayers given = new StoredLayers(config, receiver);
        for (Digest layer : layers) {
            try (InputStream stored = opened(layer)) {
                given.give("its layer " + layer, stored);
            }
        }
        given.requireAll();
    }

    private InputStream opened(Digest layer) throws UnreadableImageException {
        try {
            return Files.newInputStream(blob(directory, layer));
        } catch (IOException e) {
            throw new UnreadableImageException("its layer " + layer, e);
        }
    }
}
