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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image in an archive for {@code docker load}, whose parts may be in any order. */
final class ArchiveImage implements ImageFile {

    private static final String MANIFEST = "manifest.json";

    private final Path file;
    private final StoredConfig config;
    private final Set<String> layers;
    private final List<String> references;

    private ArchiveImage(Path file, StoredConfig config, Set<String> layers, List<String> references) {
        this.file = file;
        this.config = config;
        this.layers = layers;
        this.references = references;
    }

    static ArchiveImage read(Path file) throws UnreadableImageException {
        Survey survey = Survey.of(file);
        JsonObject image = ImageJson.of(MANIFEST, () -> one(survey.manifest()));
        String configName = ImageJson.of(MANIFEST, () -> ImageJson.text(image, "Config"));
        Set<String> layers = new HashSet<>();
        for (String layer : ImageJson.of(MANIFEST, () -> ImageJson.words(image, "Layers"))) {
            layers.add(survey.links().getOrDefault(layer, layer));
        }
        List<String> references = ImageJson.of(MANIFEST, () -> ImageJson.words(image, "RepoTags"));
        return new ArchiveImage(file, StoredConfig.read(config(file, configName)), layers, references);
    }

    private static JsonObject one(JsonElement manifest) throws UnreadableImageException {
        JsonArray images = manifest.getAsJsonArray();
        if (images.size() != 1) {
            throw new AmbiguousImageException("it has " + images.size() + " images");
        }
        return images.get(0).getAsJsonObject();
    }

    private static byte[] config(Path file, String name) throws UnreadableImageException {
        try (Entries entries = Entries.of(file)) {
            for (Optional<TarArchiveEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (entry.get().getName().equals(name)) {
                    return ImageJson.bytes("its config", entries.content());
                }
            }
        }
        throw new UnreadableImageException("there is no config in it: \"" + name + "\"");
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
        try (Entries entries = Entries.of(file)) {
            for (Optional<TarArchiveEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                String name = entry.get().getName();
                if (entry.get().isFile() && layers.contains(name)) {
                    given.give("its layer \"" + name + "\"", entries.content());
                }
            }
        }
        given.requireAll();
    }

    /**
     * What is learnt by going through an archive once.
     *
     * @param manifest which images it has
     * @param links entries that stand for others: layers that are equal are there once
     */
    private record Survey(JsonElement manifest, Map<String, String> links) {

        static Survey of(Path file) throws UnreadableImageException {
            Optional<JsonElement> manifest = Optional.empty();
            Map<String, String> links = new HashMap<>();
            try (Entries entries = Entries.of(file)) {
                for (Optional<TarArchiveEntry> next = entries.next(); next.isPresent(); next = entries.next()) {
                    TarArchiveEntry entry = next.get();
                    if (entry.getName().equals(MANIFEST)) {
                        byte[] bytes = ImageJson.bytes(MANIFEST, entries.content());
                        manifest = Optional.of(ImageJson.of(MANIFEST, () -> ImageJson.parsed(bytes)));
                    } else if (entry.isSymbolicLink()) {
                        links.put(entry.getName(), target(entry));
                    } else if (entry.isLink()) {
                        links.put(entry.getName(), entry.getLinkName());
                    }
                }
            }
            return new Survey(manifest.orElseThrow(() -> new UnreadableImageException("it has no " + MANIFEST)), links);
        }

        private static String target(TarArchiveEntry link) throws UnreadableImageException {
            return ImageJson.of(
                    link.getName(),
                    () -> Path.of(link.getName())
                            .resolveSibling(link.getLinkName())
                            .normalize()
                            .toString());
        }
    }

    /** The entries of an archive, one after the other. */
    private static final class Entries implements AutoCloseable {

        private final Path file;
        private final InputStream opened;
        private final TarArchiveInputStream tar;

        private Entries(Path file, InputStream opened, InputStream content) {
            this.file = file;
            this.opened = opened;
            this.tar = new TarArchiveInputStream(content, "UTF-8");
        }

        static Entries of(Path file) throws UnreadableImageException {
            try {
                InputStream opened = Files.newInputStream(file);
                try {
                    return new Entries(file, opened, StoredLayer.uncompressed(file.toString(), opened));
                } catch (IOException e) {
                    opened.close();
                    throw e;
                }
            } catch (UnreadableImageException e) {
                throw e;
            } catch (IOException e) {
                throw new UnreadableImageException(file.toString(), e);
            }
        }

        Optional<TarArchiveEntry> next() throws UnreadableImageException {
            try {
                return Optional.ofNullable(tar.getNextEntry());
            } catch (IOException | IllegalArgumentException e) {
                throw new UnreadableImageException(file + " is no tar archive: " + e.getMessage());
            }
        }

        /** The content of the entry that came last. */
        InputStream content() {
            return tar;
        }

        @Override
        public void close() throws UnreadableImageException {
            try {
                opened.close();
            } catch (IOException e) {
                throw new UnreadableImageException(file.toString(), e);
            }
        }
    }
}
