package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.lib.engine.Shield;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes snapshots of containers as images. Thread-safe. */
final class Snapshots {

    private final DockerDriver driver;
    private final DockerImages images;
    private final ClientIdentity client;
    private final BuildImages build;

    Snapshots(DockerDriver driver, DockerImages images, ClientIdentity client, BuildImages build) {
        this.driver = driver;
        this.images = images;
        this.client = client;
        this.build = build;
    }

    Snapshot take(String container, Optional<Digest> key) throws InterruptedException {
        return Shield.make(() -> made(container, key), this::remove);
    }

    private Snapshot made(String container, Optional<Digest> key) throws InterruptedException {
        String id = driver.commit(container, key.map(Digest::hex), labels(key));
        if (key.isEmpty()) {
            build.add(id);
        }
        // An image that had the name until now stays: another build may be about to go on from it.
        return DockerImages.snapshot(images.get(id), key);
    }

    private void remove(Optional<Snapshot> made) throws InterruptedException {
        if (made.isPresent()) {
            driver.removeImage(made.get().id());
        }
    }

    /** The daemon adds the labels of the container and its image where these do not name them: hence the empty ones. */
    private Map<String, String> labels(Optional<Digest> key) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(ClientIdentity.VERSION_LABEL, client.version());
        labels.put(ClientIdentity.BUILD_LABEL, key.isPresent() ? "" : client.buildId());
        labels.put(ClientIdentity.CLAIMS_LABEL, "");
        labels.put(ClientIdentity.BASE_LABEL, "");
        labels.put(ClientIdentity.KEY_LABEL, key.map(Digest::hex).orElse(""));
        return labels;
    }
}
