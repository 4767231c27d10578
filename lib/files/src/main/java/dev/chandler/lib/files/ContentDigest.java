package dev.chandler.lib.files;

import dev.chandler.api.cache.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Digests one file after the other with one buffer. Not thread-safe. */
final class ContentDigest {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final MessageDigest sha256 = Digest.sha256();
    private final byte[] buffer = new byte[BUFFER_BYTES];

    Digest of(Path file, FileEntry entry) throws FileTreeException, InterruptedException {
        Cancelling.check();
        if (entry.kind() == FileEntry.Kind.LINK) {
            SteadyFile.requireStill(file, entry);
            return Digest.of(entry.target().getBytes(StandardCharsets.UTF_8));
        }
        try (SteadyFile content = SteadyFile.open(file, entry)) {
            for (int count = read(content); count >= 0; count = read(content)) {
                sha256.update(buffer, 0, count);
                Cancelling.check();
            }
            return Digest.of(sha256);
        }
    }

    private int read(SteadyFile content) throws FileTreeException {
        return content.read(buffer, 0, buffer.length);
    }
}
