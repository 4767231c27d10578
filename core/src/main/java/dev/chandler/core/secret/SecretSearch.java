package dev.chandler.core.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Looks for secrets in files and texts, in constant memory. Confined to one thread. */
public final class SecretSearch {

    private static final int BUFFER_BYTES = 64 * 1024;

    /**
     * A secret where none should be.
     *
     * @param secret its name
     * @param path the file that has it in its content, its name, or the target of a link
     */
    public record Finding(String secret, String path) {}

    private final SecretPatterns patterns;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final SecretMatcher matcher;
    private @Nullable String found;

    /**
     * Makes a search.
     *
     * @param secrets where the values are
     * @param names which of them are looked for, as far as they have been read
     */
    public SecretSearch(Secrets secrets, Collection<String> names) {
        this(secrets.sought(names));
    }

    /**
     * Makes a search for all that have been read.
     *
     * @param secrets where the values are
     */
    public SecretSearch(Secrets secrets) {
        this(secrets.sought());
    }

    SecretSearch(SecretPatterns patterns) {
        this.patterns = patterns;
        this.matcher = new SecretMatcher(patterns, 0, (start, end, owner) -> found = patterns.name(owner));
    }

    /**
     * Whether there is anything to be looked for.
     *
     * @return false if nothing can be found
     */
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /**
     * Looks through an archive, up to the first secret in it.
     *
     * @param stream a POSIX tar stream, not closed
     * @return what was found
     * @throws IOException if it cannot be read
     * @throws InterruptedException if cancelled
     */
    public Optional<Finding> tar(InputStream stream) throws IOException, InterruptedException {
        TarArchiveInputStream tar = new TarArchiveInputStream(stream, StandardCharsets.UTF_8.name());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Optional<String> secret = entry(entry, tar);
            if (secret.isPresent()) {
                return Optional.of(new Finding(secret.get(), "/" + entry.getName()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> entry(TarArchiveEntry entry, InputStream content)
            throws IOException, InterruptedException {
        Optional<String> secret = text(entry.getName());
        if (secret.isEmpty() && !entry.getLinkName().isEmpty()) {
            secret = text(entry.getLinkName());
        }
        for (String attribute : entry.getExtraPaxHeaders().values()) {
            secret = secret.isPresent() ? secret : text(attribute);
        }
        return secret.isPresent() || !entry.isFile() ? secret : content(content);
    }

    private Optional<String> content(InputStream content) throws IOException, InterruptedException {
        restart();
        for (int count = content.read(buffer); count >= 0 && found == null; count = content.read(buffer)) {
            for (int i = 0; i < count; i++) {
                matcher.take(buffer[i]);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Looks through a text.
     *
     * @param text the text
     * @return the name of a secret in it
     */
    public Optional<String> text(String text) {
        restart();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            matcher.take(each);
        }
        return Optional.ofNullable(found);
    }

    private void restart() {
        found = null;
        matcher.restart();
    }
}
