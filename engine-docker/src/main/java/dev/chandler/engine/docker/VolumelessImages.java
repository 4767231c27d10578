package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;

/**
 * Makes images without the volumes that a base declares, so that what is written below one is part of the state.
 *
 * <p>They stay as checkpoints named by what they were made of, as bases that were imported do: checkpoints are made on
 * top of them, and outlive the build. Thread-safe.
 */
final class VolumelessImages {

    private final DockerDriver driver;
    private final DockerImages images;
    private final ClientIdentity client;

    VolumelessImages(DockerDriver driver, DockerImages images, ClientIdentity client) {
        this.driver = driver;
        this.images = images;
        this.client = client;
    }

    static Digest key(Digest image) {
        return Digest.of("without volumes: " + image);
    }

    /** The same image without volumes; itself if it has none. */
    ImageFacts of(ImageFacts image) throws InterruptedException {
        if (ImageFacts.object(image.config(), "Volumes").keySet().isEmpty()) {
            return image;
        }
        Digest key = key(image.id());
        Optional<ImageFacts> there = images.kept(key);
        if (there.isPresent()) {
            return there.get();
        }
        String name = DockerImages.cacheName(key);
        driver.load(new ByteArrayInputStream(derived(image, key).archive(List.of(name))));
        return images.get(name);
    }

    private ConfigOnlyImage derived(ImageFacts image, Digest key) {
        JsonObject config = image.config().deepCopy();
        config.remove("Volumes");
        JsonObject labels = ImageFacts.object(config, "Labels");
        labels.addProperty(ClientIdentity.VERSION_LABEL, client.version());
        labels.addProperty(ClientIdentity.KEY_LABEL, key.hex());
        config.add("Labels", labels);
        return ConfigOnlyImage.of(
                image.platform(), image.created(), image.author(), config, image.layers(), new JsonArray());
    }
}
