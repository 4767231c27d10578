package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.manifest.lint.SecretTexts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was in small text files that steps have taken, by the digest of that, for people to see which lines have changed.
 *
 * <p>Never of a file that only its owner may read or come to, nor of one that something in it looks like a secret in.
 */
final class SmallTexts {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_TEXTS = 1000;

    private final CacheStorage cache;
    private final Path project;

    /**
     * Makes a place for texts.
     *
     * @param project the folder of the manifest: who has closed that, or one above it, has not done so for one of its files
     */
    SmallTexts(CacheStorage cache, Path project) {
        this.cache = cache;
        this.project = project;
    }

    /**
     * Reads a file of the client.
     *
     * @param file where it may be
     * @param content the digest that it must have
     * @return its text; empty if it is anything else by now, too large, no text, or nobody else's business
     */
    Optional<String> read(Path file, Digest content) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) > MOST_BYTES
                    || !within(file.resolveSibling("")).reads(Files.getPosixFilePermissions(file))) {
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

    /**
     * Who may come to what is in a folder, by that and all above it that the project is not in.
     *
     * @throws IOException if that cannot be known
     */
    Reach within(Path folder) throws IOException {
        Path home = project.toRealPath();
        Reach reach = Reach.ALL;
        @Nullable Path each = folder.toRealPath();
        while (each != null && !home.startsWith(each)) {
            reach = reach.through(Files.getPosixFilePermissions(each));
            each = each.getParent();
        }
        return reach;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 || SecretTexts.findsIn(text) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** What cannot be read is explained without its lines. */
    Optional<String> find(Digest content) {
        try {
            return cache.find(CacheStorage.Kind.TEXT, content);
        } catch (CacheException e) {
            return Optional.empty();
        }
    }

    void keep(Digest content, String text) {
        cache.store(CacheStorage.Kind.TEXT, content, text);
    }

    void bound() {
        cache.keepNewest(CacheStorage.Kind.TEXT, MOST_TEXTS);
    }
}
