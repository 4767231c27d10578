package dev.chandler.engine.docker;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * What is what in an archive of {@code docker save}.
 *
 * <p>Up to Docker 24 a layer is {@code ID/layer.tar}, by an id that says nothing of its content, and a link where an equal
 * one came before; the config is {@code DIGEST.json}. From 25 on both are blobs of an OCI layout, named by their digests;
 * layers are not compressed.
 *
 * @param config the digest of the image's config
 * @param layers the diff ids of its layers
 */
record SavedParts(String config, Set<String> layers) {

    private static final Pattern BLOB = Pattern.compile("blobs/sha256/([0-9a-f]{64})");
    private static final Pattern LEGACY_LAYER = Pattern.compile("[0-9a-f]{64}/layer\\.tar");

    /** What an entry is. */
    enum Part {
        CONFIG,
        LAYER,
        OTHER
    }

    static SavedParts of(ImageFacts image) {
        return new SavedParts(
                image.id().hex(),
                image.layers().stream()
                        .map(layer -> layer.substring(layer.indexOf(':') + 1))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    Part part(TarArchiveEntry entry) {
        if (!entry.isFile() || entry.isSymbolicLink() || entry.isLink()) {
            return Part.OTHER;
        }
        String name = entry.getName();
        Matcher blob = BLOB.matcher(name);
        if (blob.matches()) {
            String digest = blob.group(1);
            return digest.equals(config) ? Part.CONFIG : layers.contains(digest) ? Part.LAYER : Part.OTHER;
        }
        if (name.equals(config + ".json")) {
            return Part.CONFIG;
        }
        return LEGACY_LAYER.matcher(name).matches() ? Part.LAYER : Part.OTHER;
    }
}
