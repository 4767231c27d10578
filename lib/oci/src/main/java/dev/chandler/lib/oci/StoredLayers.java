package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/** Gives layers to a receiver, and knows in the end whether all came that the config wants. */
final class StoredLayers {

    private final StoredConfig config;
    private final ImageReceiver receiver;
    private final Set<Digest> given = new HashSet<>();

    StoredLayers(StoredConfig config, ImageReceiver receiver) {
        this.config = config;
        this.receiver = receiver;
    }

    void give(String name, InputStream stored) throws IOException {
        StoredLayer layer = StoredLayer.of(name, stored);
        receiver.layer(layer);
        given.add(layer.digest());
    }

    void requireAll() throws UnreadableImageException {
        for (Digest layer : config.layers()) {
            if (!given.contains(layer)) {
                throw new UnreadableImageException("its layer " + layer + " is not there, or not what it should be");
            }
        }
    }
}
