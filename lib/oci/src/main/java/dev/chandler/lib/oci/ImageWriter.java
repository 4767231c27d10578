package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.ImageReceiver;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes an image and puts it at a place, all at once in the end.
 *
 * <p>Confined to one thread. An interrupt ends what it is at with an {@link java.io.InterruptedIOException}; the flag
 * stays set.
 */
public interface ImageWriter extends ImageReceiver, AutoCloseable {

    /**
     * Puts the image at its place, over what was there.
     *
     * @return the image's manifest, where such a file has one
     * @throws IncompleteImageException if not all of the image came
     * @throws IOException if it cannot be written; what was there is as it was
     */
    Optional<Descriptor> finish() throws IOException;

    /**
     * Takes away whatever was written of an image that was not finished. Idempotent.
     *
     * @throws IOException if something stays
     */
    @Override
    void close() throws IOException;
}
