package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An image in an archive as Docker before 1.10 wrote it: a folder for each layer, with what was known of the image so far and
 * which layer is below. Its config is put together as {@code docker load} does; for the digests in it all layers are read.
 * Confined to one thread. Source: Docker 1.9, {@code image/spec/v1.md}; Docker 20.10, {@code image/tarexport/load.go}.
 */
final class LegacyImage implements ListedImage {

    private static final String REPOSITORIES = "repositories";

    /** Docker has no more layers in an image. */
    private static final int DEEPEST = 128;

    private static final Set<String> NOT_KEPT = Set.of("id", "parent", "Size", "parent_id", "layer_id", "throwaway");

    private final ArchiveFile archive;
    private final String top;
    private final List<String> names = new ArrayList<>();
    private @Nullable ImageFile image;

    private LegacyImage(ArchiveFile archive, String top) {
        this.archive = archive;
        this.top = top;
    }

    static boolean isIn(ArchiveFile archive) {
        return !archive.has(ArchiveImage.MANIFEST) && archive.has(REPOSITORIES);
    }

    static List<LegacyImage> all(ArchiveFile archive) throws UnreadableImageException {
        byte[] repositories = archive.bytes(REPOSITORIES);
        return ImageJson.of(REPOSITORIES, () -> {
            Map<String, LegacyImage> images = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> repository :
                    ImageJson.parsed(repositories).getAsJsonObject().entrySet()) {
                for (Map.Entry<String, JsonElement> tag :
                        repository.getValue().getAsJsonObject().entrySet()) {
                    String id = tag.getValue().getAsString();
                    images.computeIfAbsent(id, of -> new LegacyImage(archive, of))
                            .names
                            .add(repository.getKey() + ":" + tag.getKey());
                }
            }
            return List.copyOf(images.values());
        });
    }

    @Override
    public List<String> names() {
        return List.copyOf(names);
    }

    @Override
    public Platform platform() throws UnreadableImageException {
        JsonObject known = known(top);
        return ImageJson.of(
                top, () -> new Platform(ImageJson.text(known, "os"), ImageJson.text(known, "architecture"), ""));
    }

    @Override
    public ImageFile image() throws UnreadableImageException {
        ImageFile there = image;
        if (there == null) {
            there = read();
            image = there;
        }
        return there;
    }

    private JsonObject known(String id) throws UnreadableImageException {
        byte[] bytes = archive.bytes(id + "/json");
        return ImageJson.of(id + "/json", () -> ImageJson.parsed(bytes).getAsJsonObject());
    }

    private ImageFile read() throws UnreadableImageException {
        Deque<JsonObject> lowestFirst = new ArrayDeque<>();
        Deque<String> ids = new ArrayDeque<>();
        for (String id = top; !id.isEmpty(); id = ImageJson.text(lowestFirst.getFirst(), "parent")) {
            if (ids.size() == DEEPEST) {
                throw new UnreadableImageException("it has more than " + DEEPEST + " layers");
            }
            ids.addFirst(id);
            lowestFirst.addFirst(known(id));
        }
        List<StoredLayer> layers = new ArrayList<>();
        for (String id : ids) {
            layers.add(layer(id + "/layer.tar"));
        }
        byte[] config = ImageJson.of(top, () -> config(List.copyOf(lowestFirst), layers))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return ImageFile.of(StoredConfig.read(config), layers, names);
    }

    private StoredLayer layer(String name) throws UnreadableImageException {
        try (InputStream stored = archive.open(name);
                DigestInputStream content = new DigestInputStream(Compression.uncompressed(stored), Digest.sha256())) {
            content.transferTo(OutputStream.nullOutputStream());
            Digest diffId = Digest.of(content.getMessageDigest());
            return new StoredLayer(diffId, () -> archive.size(name), () -> archive.open(name));
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableImageException(name, e);
        }
    }

    private static JsonObject config(List<JsonObject> lowestFirst, List<StoredLayer> layers) {
        Map<String, JsonElement> fields = new TreeMap<>();
        lowestFirst.get(lowestFirst.size() - 1).entrySet().stream()
                .filter(field -> !NOT_KEPT.contains(field.getKey()))
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        JsonArray history = new JsonArray();
        lowestFirst.forEach(known -> history.add(history(known)));
        fields.put("history", history);
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add(
                "diff_ids",
                ImageConfigJson.array(
                        layers.stream().map(layer -> layer.diffId().toString()).toList()));
        fields.put("rootfs", rootfs);
        JsonObject config = new JsonObject();
        fields.forEach(config::add);
        return config;
    }

    private static JsonObject history(JsonObject known) {
        JsonObject entry = new JsonObject();
        entry.addProperty("created", ImageJson.text(known, "created"));
        Map<String, String> further = new LinkedHashMap<>();
        further.put("author", ImageJson.text(known, "author"));
        further.put(
                "created_by", String.join(" ", ImageJson.words(JsonFields.object(known, "container_config"), "Cmd")));
        further.put("comment", ImageJson.text(known, "comment"));
        further.forEach((name, text) -> {
            if (!text.isEmpty()) {
                entry.addProperty(name, text);
            }
        });
        return entry;
    }
}
