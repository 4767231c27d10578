package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.manifest.lint.SecretLint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What was in small text files that steps have taken, by the digest of that, for people to see which lines have changed.
 *
 * <p>Never of a file that only its owner may read, nor of one that something in it looks like a secret in.
 */
final class SmallTexts {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_TEXTS = 1000;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final CacheStorage cache;

    SmallTexts(CacheStorage cache) {
        this.cache = cache;
    }

    /**
     * Reads a file of the client.
     *
     * @param file where it may be
     * @param content the digest that it must have
     * @return its text; empty if it is anything else by now, too large, no text, or nobody else's business
     */
    static Optional<String> read(Path file, Digest content) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) > MOST_BYTES
                    || Files.getPosixFilePermissions(file).stream().noneMatch(OTHERS::contains)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                return Digest.of(bytes).equals(content) ? text(bytes) : Optional.empty();
            }
        } catch (IOException | UnsupportedOperationException e) {
            // It is explained without its lines.
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 || SecretLint.findsIn(text) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    Optional<String> find(Digest content) {
        return cache.find(CacheStorage.Kind.TEXT, content);
    }

    void keep(Digest content, String text) {
        cache.store(CacheStorage.Kind.TEXT, content, text);
    }

    void bound() {
        cache.keepNewest(CacheStorage.Kind.TEXT, MOST_TEXTS);
    }
}
