package dev.chandler.engine.local;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.registry.RegistryPush;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives out images of the store, and pushes them to registries. Thread-safe. */
final class LocalExporter {

    private final ImageStore images;
    private final LayerStore layers;
    private final LayerArchives archives;
    private final StoreFolder folder;
    private final Map<String, String> environment;

    LocalExporter(
            ImageStore images,
            LayerStore layers,
            LayerArchives archives,
            StoreFolder folder,
            Map<String, String> environment) {
        this.layers = layers;
        this.images = images;
        this.archives = archives;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    void export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        StoredImage image = images.get(artifact.id())
                .orElseThrow(() -> BaseProblems.noImage(artifact.id().toString()));
        try (LayerUse use = layers.use(image.layers())) {
            receiver.config(image.config().getBytes(StandardCharsets.UTF_8));
            Set<Digest> given = new HashSet<>();
            List<Digest> diffIds = ImageOrigin.read(image.config()).diffIds();
            for (int i = 0; i < diffIds.size(); i++) {
                requireGoingOn();
                if (given.add(diffIds.get(i))) {
                    give(use.layers().get(i), diffIds.get(i), receiver);
                }
            }
        } catch (InterruptedIOException e) {
            requireGoingOn();
            throw e;
        }
        requireGoingOn();
    }

    private void give(String layer, Digest diffId, ImageReceiver receiver) throws IOException {
        try (InputStream content = archives.open(layer, diffId)) {
            receiver.layer(content);
            content.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void requireGoingOn() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while bringing out an image");
        }
    }

    Descriptor push(Artifact artifact, String reference) throws InterruptedException {
        return new RegistryPush(DockerConfig.of(environment), folder.root().resolve("w"))
                .push(receiver -> export(artifact, receiver), reference);
    }
}
