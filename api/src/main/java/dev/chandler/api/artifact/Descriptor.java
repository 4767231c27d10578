package dev.chandler.api.artifact;

import dev.chandler.api.cache.Digest;
import org.apiguardian.api.API;

/**
 * What is found under a digest: here, an image's manifest as a registry or a layout has it.
 *
 * <p>Named and written as the <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md">OCI image
 * specification</a> has it.
 *
 * @param mediaType what kind of document it is
 * @param digest the digest of its bytes
 * @param sizeBytes how many bytes it has
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Descriptor(String mediaType, Digest digest, long sizeBytes) {}
