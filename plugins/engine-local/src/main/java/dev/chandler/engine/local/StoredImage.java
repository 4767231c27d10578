package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import java.util.List;

/**
 * An image in the store.
 *
 * @param id its digest
 * @param config the bytes of its OCI image config
 * @param layers what its file system is made of, the lowest first
 */
record StoredImage(Digest id, byte[] config, List<String> layers) {}
