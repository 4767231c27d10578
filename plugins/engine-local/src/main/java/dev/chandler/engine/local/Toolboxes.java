package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import java.time.Instant;
import java.util.Optional;

/** Toolboxes: folders that are there whole or not at all. Thread-safe, also between processes. */
final class Toolboxes {

    private static final String FOLDER = "toolboxes";

    private final StoreFolder folder;
    private final LayerStore layers;

    Toolboxes(StoreFolder folder, LayerStore layers) {
        this.folder = folder;
        this.layers = layers;
    }

    static Resource resource(String name) {
        return new Resource(
                Resource.Kind.TOOLBOX,
                FOLDER + "/" + name,
                name,
                Optional.empty(),
                Optional.of(new Digest(name)),
                Instant.EPOCH,
                -1);
    }
}
