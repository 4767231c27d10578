package dev.chandler.api.engine;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What an instance starts from, as an engine found it.
 *
 * @param reference what the manifest named
 * @param digest what stands for it in keys: on Docker the digest of the image's config; of a rootfs archive the
 *     file's sha256; of an OCI layout and a docker archive that of the image's config. Where {@code present} is false, whatever the registry
 *     gave, good for showing only
 * @param platform what it runs on
 * @param config its config
 * @param depth how many layers it has, as {@link Snapshot#depth} counts them; 0 where that is not known, or where the
 *     engine has no such thing
 * @param present whether instances can be made of it without fetching anything
 * @param pinned what gives this very image wherever the engine runs, whatever becomes of its name: on Docker the name with the
 *     digest that its registry knows it by; empty where nothing does, as of an image that no registry has, or of a file
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Base(
        BaseReference reference,
        Digest digest,
        Platform platform,
        ImageConfig config,
        int depth,
        boolean present,
        Optional<BaseReference.Image> pinned) {

    /**
     * Makes a base that nothing pins.
     *
     * @param reference what the manifest named
     * @param digest what stands for it in keys
     * @param platform what it runs on
     * @param config its config
     * @param depth how many layers it has
     * @param present whether instances can be made of it without fetching anything
     */
    public Base(
            BaseReference reference, Digest digest, Platform platform, ImageConfig config, int depth, boolean present) {
        this(reference, digest, platform, config, depth, present, Optional.empty());
    }
}
