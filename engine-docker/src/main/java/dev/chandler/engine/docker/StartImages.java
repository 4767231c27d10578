package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.oci.ImageConfigText;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the images that containers are made of: without the volumes that a base declares, so that what is written below
 * one is part of the state, and on Podman with a {@link StubLayer} on top.
 *
 * <p>They stay as checkpoints named by what they were made of, as bases that were imported do: checkpoints are made on
 * top of them, and outlive the build. Thread-safe.
 */
final class StartImages {

    private final DockerDriver driver;
    private final DockerImages images;
    private final ClientIdentity client;
    private final boolean stubs;

    StartImages(DockerDriver driver, DockerImages images, ClientIdentity client, Product product) {
        this.driver = driver;
        this.images = images;
        this.client = client;
        this.stubs = product == Product.PODMAN;
    }

    /** What is there under this key is the image without volumes. */
    static Digest key(Digest image) {
        return Digest.of("without volumes: " + image);
    }

    private static Digest keyWithStubs(Digest image) {
        return Digest.of("without volumes, with a history, on " + StubLayer.diffId() + ": " + image);
    }

    /** What to make a container of an image of; itself where nothing has to differ. */
    ImageFacts of(ImageFacts image) throws InterruptedException {
        boolean volumes = !ImageFacts.object(image.config(), "Volumes").keySet().isEmpty();
        boolean lacksStubs = stubs && !image.layers().contains(StubLayer.diffId());
        if (!volumes && !lacksStubs) {
            return image;
        }
        Digest key = lacksStubs ? keyWithStubs(image.id()) : key(image.id());
        Optional<ImageFacts> there = images.kept(key);
        if (there.isPresent()) {
            return there.get();
        }
        String name = DockerImages.cacheName(key);
        List<String> names = List.of(name);
        driver.load(new ByteArrayInputStream(
                lacksStubs
                        ? derived(image, key, true).archive(names, StubLayer.content())
                        : derived(image, key, false).archive(names)));
        return images.get(ImageName.qualified(name));
    }

    private ConfigOnlyImage derived(ImageFacts image, Digest key, boolean withStubs) {
        JsonObject config = image.config().deepCopy();
        config.remove("Volumes");
        JsonObject labels = ImageFacts.object(config, "Labels");
        labels.addProperty(ClientIdentity.VERSION_LABEL, client.version());
        labels.addProperty(ClientIdentity.BASE_LABEL, "true");
        labels.addProperty(ClientIdentity.KEY_LABEL, key.hex());
        config.add("Labels", labels);
        List<String> layers = new ArrayList<>(image.layers());
        if (withStubs) {
            layers.add(StubLayer.diffId());
        }
        // Podman refuses to commit what lies on an image with fewer entries than layers, at the second time.
        JsonArray history = ImageConfigText.history(new JsonArray(), layers.size(), image.created());
        return ConfigOnlyImage.of(image.platform(), image.created(), image.author(), config, layers, history);
    }
}
