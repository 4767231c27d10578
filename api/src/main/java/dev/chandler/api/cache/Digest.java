package dev.chandler.api.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apiguardian.api.API;

/**
 * A SHA-256 digest.
 *
 * <p>Written as in the <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests">OCI
 * image spec 1.1</a>: {@code sha256:} and 64 lower-case hexadecimal characters. Immutable.
 *
 * @param hex 64 lower-case hexadecimal characters
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Digest(String hex) implements Comparable<Digest> {

    private static final String PREFIX = "sha256:";
    private static final int LENGTH = 64;

    /**
     * Makes a digest.
     *
     * @param hex 64 lower-case hexadecimal characters
     */
    public Digest {
        if (hex.length() != LENGTH || !isHex(hex)) {
            throw new IllegalArgumentException("not a sha256 digest: " + hex);
        }
    }

    /** Without a pattern: there may be one for each of thousands of files, in a JVM that has just started. */
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the written form.
     *
     * @param text {@code sha256:…}
     * @return the digest
     * @throws IllegalArgumentException if the text is no such digest
     */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a sha256 digest: " + text);
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /**
     * Digests bytes.
     *
     * @param bytes what to digest
     * @return their digest
     */
    public static Digest of(byte[] bytes) {
        return of(sha256().digest(bytes), 32);
    }

    /**
     * Digests text as UTF-8.
     *
     * @param text what to digest
     * @return its digest
     */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Finishes a digest made piece by piece.
     *
     * @param sha256 from {@link #sha256()}; reset by this
     * @return the digest of what it was fed
     */
    public static Digest of(MessageDigest sha256) {
        return of(sha256.digest(), 32);
    }

    private static Digest of(byte[] sum, int length) {
        return new Digest(HexFormat.of().formatHex(sum, 0, length));
    }

    /**
     * A fresh SHA-256.
     *
     * @return one that nobody else uses
     */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Enough to tell digests apart in what people read.
     *
     * @return the first twelve characters
     */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
