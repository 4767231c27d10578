package dev.chandler.lib.oci;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image that the manifest of an archive for {@code docker load} lists. Confined to one thread. */
final class ArchiveImage implements ListedImage {

    static final String MANIFEST = "manifest.json";

    private final ArchiveFile archive;
    private final String config;
    private final List<String> layers;
    private final List<String> names;
    private @Nullable ImageFile image;

    private ArchiveImage(ArchiveFile archive, String config, List<String> layers, List<String> names) {
        this.archive = archive;
        this.config = config;
        this.layers = layers;
        this.names = names;
    }

    static List<ArchiveImage> all(ArchiveFile archive) throws UnreadableImageException {
        if (!archive.has(MANIFEST)) {
            throw new UnreadableImageException("it has no " + MANIFEST);
        }
        byte[] manifest = archive.bytes(MANIFEST);
        return ImageJson.of(MANIFEST, () -> {
            List<ArchiveImage> images = new ArrayList<>();
            for (JsonElement each : ImageJson.parsed(manifest).getAsJsonArray()) {
                JsonObject entry = each.getAsJsonObject();
                images.add(new ArchiveImage(
                        archive,
                        ImageJson.text(entry, "Config"),
                        ImageJson.words(entry, "Layers"),
                        ImageJson.words(entry, "RepoTags")));
            }
            return images;
        });
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Platform platform() throws UnreadableImageException {
        return image().platform();
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
        StoredConfig stored = StoredConfig.read(archive.bytes(config));
        List<Digest> diffIds = stored.layers();
        if (diffIds.size() != layers.size()) {
            throw new UnreadableImageException(
                    "its config has " + diffIds.size() + " layers, its " + MANIFEST + " " + layers.size());
        }
        List<StoredLayer> found = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String name = layers.get(i);
            found.add(new StoredLayer(diffIds.get(i), () -> archive.size(name), () -> archive.open(name)));
        }
        return ImageFile.of(stored, found, names);
    }
}
