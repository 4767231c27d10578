package dev.chandler.engine.docker;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A stream that can be read twice: what is small stays in memory, what is not goes to a file of the user's own. */
final class Spool implements AutoCloseable {

    private static final int SMALL_BYTES = 1 << 20;

    private final byte[] small;
    private final @Nullable Path large;

    private Spool(byte[] small, @Nullable Path large) {
        this.small = small;
        this.large = large;
    }

    /** Reads a stream to its end and leaves it open. */
    static Spool of(InputStream stream) throws IOException {
        byte[] head = stream.readNBytes(SMALL_BYTES);
        if (head.length < SMALL_BYTES) {
            return new Spool(head, null);
        }
        Path file = Files.createTempFile("chandler-put", ".tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            stream.transferTo(out);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new Spool(new byte[0], file);
    }

    /** The content from its start; the caller closes the stream. */
    InputStream open() throws IOException {
        return large == null
                ? new ByteArrayInputStream(small)
                : new BufferedInputStream(Files.newInputStream(large), 1 << 16);
    }

    /** Removes the file. */
    @Override
    public void close() throws IOException {
        if (large != null) {
            Files.deleteIfExists(large);
        }
    }
}
