package dev.chandler.api.engine;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
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
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Base(
        BaseReference reference, Digest digest, Platform platform, ImageConfig config, int depth, boolean present) {}
