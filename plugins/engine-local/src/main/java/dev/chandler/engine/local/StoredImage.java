package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import java.util.List;

/**
 * An image in the store.
 *
 * @param id its digest
 * @param config the text of its OCI image config, of which the digest is that of its UTF-8
 * @param layers what its file system is made of, the lowest first
 */
record StoredImage(Digest id, String config, List<String> layers) {

    /** Keeps the list as it is. */
    StoredImage {
        layers = List.copyOf(layers);
    }

    /** One whose id is the digest of its config. */
    StoredImage(String config, List<String> layers) {
        this(Digest.of(config), config, layers);
    }
}
