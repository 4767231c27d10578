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
 * @param parent the id of the one that its content lies on, so that it cannot go before this one does; empty where it stands
 *     by itself, or on what is not ours
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Resource(
        Kind kind,
        String id,
        String name,
        Optional<String> buildId,
        Optional<Digest> key,
        Instant created,
        long sizeBytes,
        Optional<String> parent) {

    /**
     * Makes one that stands by itself.
     *
     * @param kind what it is
     * @param id the engine's own name for it
     * @param name what people know it by
     * @param buildId the build that it belongs to
     * @param key for a checkpoint, the key that it was kept for; for a toolbox, its digest
     * @param created when it was made, by the engine's clock
     * @param sizeBytes what it adds to the disk, or -1 where that is not known
     */
    public Resource(
            Kind kind,
            String id,
            String name,
            Optional<String> buildId,
            Optional<Digest> key,
            Instant created,
            long sizeBytes) {
        this(kind, id, name, buildId, key, created, sizeBytes, Optional.empty());
    }

    /**
     * The same with another size.
     *
     * @param bytes what it adds to the disk, or -1 where that is not known
     * @return a copy
     */
    public Resource withSize(long bytes) {
        return new Resource(kind, id, name, buildId, key, created, bytes, parent);
    }

    /** What a resource is. */
    public enum Kind {
        /** A state kept for a key; stays until pruned. */
        CHECKPOINT,
        /** What the engine has made of a base, so that the next build need not; stays until pruned. Its key stands for the base. */
        BASE,
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
