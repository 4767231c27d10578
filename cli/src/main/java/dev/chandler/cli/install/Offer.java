package dev.chandler.cli.install;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A file that a source has. Whoever gets it closes it.
 *
 * @param recorded the source, so that it gives this file again
 * @param suffix {@code .jar} or {@code .zip}
 * @param digest what the source says of the file, if it says anything
 * @param content gives the file
 * @param signature gives the file's signature, where the source has one
 * @param release gives back what the source has taken for it
 */
record Offer(
        String recorded, String suffix, Optional<Digest> digest, Content content, Signature signature, Runnable release)
        implements AutoCloseable {

    /** A signature in Base64 has some hundred bytes. */
    static final int SIGNATURE_BYTES = 4 << 10;

    /** Gives a file's content. */
    interface Content {
        /** Opens it; the caller closes it. */
        InputStream open() throws IOException, InterruptedException;
    }

    /** Gives a file's signature. */
    interface Signature {

        /** Of a source that has none. */
        Signature NONE = () -> Optional.empty();

        /** Its text; empty where the source has none. */
        Optional<byte[]> read() throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        release.run();
    }
}
