package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;

/** Copies a layer piece by piece. */
final class Copying {

    private static final int BUFFER = 1 << 16;

    private Copying() {}

    /** Where the pieces go. */
    interface Pieces {
        void write(byte[] bytes, int length) throws IOException;
    }

    /** Copies to the end and tells the digest of what was read. */
    static Digest copy(InputStream from, Pieces to) throws IOException {
        MessageDigest digest = Digest.sha256();
        byte[] buffer = new byte[BUFFER];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            digest.update(buffer, 0, read);
            to.write(buffer, read);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while writing an image");
            }
        }
        return Digest.of(digest);
    }
}
