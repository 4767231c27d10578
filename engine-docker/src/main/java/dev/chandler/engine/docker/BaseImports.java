package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.RootfsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Gets bases that are files of the client, or nothing at all, onto the daemon, at the latest possible moment.
 *
 * <p>They stay there as checkpoints named by their digest, so that they are there the next time. Thread-safe.
 */
final class BaseImports {

    private final DockerDriver driver;
    private final DockerImages images;
    private final ClientIdentity client;

    /** As what an image is to be on the daemon. */
    private record Entry(String name, String created, JsonObject labels) {}

    BaseImports(DockerDriver driver, DockerImages images, ClientIdentity client) {
        this.driver = driver;
        this.images = images;
        this.client = client;
    }

    /** The image of a base, on the daemon by now. */
    ImageFacts image(Base base) throws InterruptedException {
        if (base.reference() instanceof BaseReference.Image) {
            return images.get(base.digest().toString());
        }
        String name = DockerImages.cacheName(base.digest());
        synchronized (this) {
            Optional<ImageFacts> there = images.kept(base.digest());
            if (there.isEmpty()) {
                load(base, name);
            }
            return there.isPresent() ? there.get() : images.get(name);
        }
    }

    /** Loads the image of a file as the state of a key; the daemon takes all of it, or nothing. */
    ImageFacts state(Base base, Digest key) throws InterruptedException {
        String name = DockerImages.cacheName(key);
        JsonObject labels = new JsonObject();
        labels.addProperty(ClientIdentity.VERSION_LABEL, client.version());
        labels.addProperty(ClientIdentity.KEY_LABEL, key.hex());
        // When it came to be here, for its age.
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        load(base, new Entry(name, now, labels));
        return images.get(ImageName.qualified(name));
    }

    private void load(Base base, String name) throws InterruptedException {
        JsonObject labels = new JsonObject();
        labels.addProperty(ClientIdentity.VERSION_LABEL, client.version());
        labels.addProperty(ClientIdentity.BASE_LABEL, "true");
        labels.addProperty(ClientIdentity.KEY_LABEL, base.digest().hex());
        load(base, new Entry(name, BaseOrigin.EPOCH, labels));
    }

    private void load(Base base, Entry entry) throws InterruptedException {
        try {
            if (base.reference() instanceof BaseReference.Rootfs rootfs) {
                load(base, entry, rootfs.file());
            } else if (base.reference() instanceof BaseReference.Stored stored) {
                load(base, entry, ImageFile.base(stored, Optional.of(base.platform()), base.platform()));
            } else {
                load(base, entry, List.of(), List.of());
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading base " + base.reference());
            }
            throw DockerProblems.baseFile(base.reference(), RootfsFile.words(e));
        }
    }

    /** The daemon takes no layer but that of the diff id: so what it gets is what was looked at here, or a failure. */
    private void load(Base base, Entry entry, Path file) throws IOException, InterruptedException {
        LayerFiles.Sums sums = LayerFiles.sums(file);
        if (!sums.file().equals(base.digest())) {
            throw DockerProblems.baseChanged(base.reference());
        }
        try {
            load(base, entry, List.of(sums.diffId().toString()), List.of(new LayerFiles.Whole(file)));
        } catch (EngineException e) {
            throw LayerFiles.sums(file).equals(sums) ? e : DockerProblems.baseChanged(base.reference());
        }
    }

    private void load(Base base, Entry entry, ImageFile image) throws IOException, InterruptedException {
        if (!image.id().equals(base.digest())) {
            throw DockerProblems.baseChanged(base.reference());
        }
        load(
                base,
                entry,
                image.diffIds().stream().map(Digest::toString).toList(),
                image.layers().stream().map(LayerFiles.Stored::new).toList());
    }

    private void load(Base base, Entry entry, List<String> diffIds, List<? extends LayerFiles.Source> layers)
            throws IOException, InterruptedException {
        JsonObject config = new JsonObject();
        config.add("Labels", entry.labels());
        ConfigOnlyImage image =
                ConfigOnlyImage.of(base.platform(), entry.created(), "", config, diffIds, new JsonArray());
        try (InputStream archive = LayerFiles.before(image.afterLayers(List.of(entry.name())), layers)) {
            driver.load(archive);
        }
    }
}
