package dev.chandler.api.engine;

import dev.chandler.api.cache.Digest;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One thing of ours on an endpoint.
 *
 * @param kind what it is
 * @param id the engine's own name for it
 * @param name what people know it by
 * @param buildId the build that it belongs to; empty for what outlives its build
 * @param key for a checkpoint, the key that it was kept for; for a toolbox, its digest
 * @param created when it was made, by the engine's clock
 * @param sizeBytes what it adds to the disk, or -1 where that is not known
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Resource(
        Kind kind,
        String id,
        String name,
        Optional<String> buildId,
        Optional<Digest> key,
        Instant created,
        long sizeBytes) {

    /** What a resource is. */
    public enum Kind {
        /** A state kept for a key; stays until pruned. */
        CHECKPOINT,
        /** A folder that instances of any build have mounted; stays until pruned. Its name is that of the mount. */
        CACHE,
        /**
         * Tools that instances of any build have mounted; stays until removed. Its key is the toolbox's digest. One that is
         * not whole belongs to the build that makes it, or was making it.
         */
        TOOLBOX,
        /** A running or stopped instance. */
        INSTANCE,
        /** An image that belongs to one build. */
        IMAGE,
        /** A volume. */
        VOLUME,
        /** A network. */
        NETWORK
    }
}
