package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A layer of an image that is a file, as it lies there: compressed or not. Holds no file open. Immutable. */
public final class StoredLayer {

    private final Digest diffId;
    private final Size size;
    private final FlatRootfs.Layer.Content stored;

    StoredLayer(Digest diffId, Size size, FlatRootfs.Layer.Content stored) {
        this.diffId = diffId;
        this.size = size;
        this.stored = stored;
    }

    /** Looks how large a file is. */
    interface Size {
        long bytes() throws IOException;
    }

    /**
     * The digest of its content.
     *
     * @return of the uncompressed tar, as the image's config has it; whether it is that is found out by who reads it
     */
    public Digest diffId() {
        return diffId;
    }

    /**
     * How much there is to read of it.
     *
     * @return the size of what {@link #open} gives
     * @throws UnreadableImageException if it is not there
     */
    public long sizeBytes() throws UnreadableImageException {
        try {
            return size.bytes();
        } catch (IOException e) {
            throw told(e);
        }
    }

    /**
     * Opens it as it is.
     *
     * @return its bytes, compressed or not; the caller closes it; what goes wrong is an {@link UnreadableImageException}
     * @throws UnreadableImageException if it cannot be opened
     */
    public InputStream open() throws UnreadableImageException {
        try {
            return new Told(stored.open());
        } catch (IOException e) {
            throw told(e);
        }
    }

    /**
     * Opens its content.
     *
     * @return an uncompressed tar stream; the caller closes it; what goes wrong is an {@link UnreadableImageException}
     * @throws UnreadableImageException if it cannot be opened, or is compressed in a way that is not read here
     */
    public InputStream content() throws UnreadableImageException {
        InputStream in = open();
        try {
            return new Told(Compression.uncompressed(in));
        } catch (IOException e) {
            close(in, e);
            throw told(e);
        }
    }

    /**
     * Looks at its first bytes.
     *
     * @return how it is compressed
     * @throws UnreadableImageException if it cannot be read
     */
    public Compression compression() throws UnreadableImageException {
        try (BufferedInputStream in = new BufferedInputStream(open())) {
            return Compression.of(in);
        } catch (IOException e) {
            throw told(e);
        }
    }

    private static void close(InputStream in, IOException reason) {
        try {
            in.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private UnreadableImageException told(IOException e) {
        return e instanceof UnreadableImageException told
                ? told
                : new UnreadableImageException("its layer " + diffId, e);
    }

    /** What goes wrong here is told from what goes wrong where it is taken to. */
    private final class Told extends BlockStream {

        Told(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw told(e);
            }
        }
    }
}
