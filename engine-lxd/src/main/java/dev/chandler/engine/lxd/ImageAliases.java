package dev.chandler.engine.lxd;

import dev.chandler.api.cache.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of images as manifests have them, and what LXD has for them: {@code app:1.0} is the alias {@code app/1.0},
 * {@code app:latest} and {@code app} are the alias {@code app}.
 */
final class ImageAliases {

    private static final Pattern DIGEST = Pattern.compile("(?:.*@)?sha256:([0-9a-f]{64})");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{12,64}");

    private ImageAliases() {}

    /** The alias that an image of a name is published under. */
    static String of(String reference) {
        if (!hasTag(reference)) {
            return reference;
        }
        int colon = reference.lastIndexOf(':');
        String tag = reference.substring(colon + 1);
        return reference.substring(0, colon) + (tag.equals("latest") ? "" : "/" + tag);
    }

    /** A name with its tag, {@code latest} where it has none. */
    static String tagged(String reference) {
        return hasTag(reference) ? reference : reference + ":latest";
    }

    private static boolean hasTag(String reference) {
        return reference.lastIndexOf(':') > reference.lastIndexOf('/');
    }

    /** The aliases that may be meant by what a manifest names, the likeliest first. */
    static Set<String> candidates(String name) {
        return new LinkedHashSet<>(List.of(name, of(name)));
    }

    /** The digest that a name ends with, or is. */
    static Optional<Digest> digest(String name) {
        Matcher digest = DIGEST.matcher(name);
        return digest.matches() ? Optional.of(Digest.parse("sha256:" + digest.group(1))) : Optional.empty();
    }

    /** Whether a name may be the beginning of a fingerprint: as much as {@code lxc image list} shows, or more. */
    static boolean isFingerprint(String name) {
        return FINGERPRINT.matcher(name).matches();
    }

    /** Whether a name is the whole of a fingerprint. */
    static boolean isWholeFingerprint(String name) {
        return name.length() == 64 && isFingerprint(name);
    }
}
