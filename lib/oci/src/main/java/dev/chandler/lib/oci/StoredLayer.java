package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.zip.GZIPInputStream;

/** A layer on its way out of a file, uncompressed; what goes wrong with it is told from what its receiver throws. */
final class StoredLayer extends InputStream {

    private static final int BUFFER = 1 << 16;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b5;

    private final String name;
    private final DigestInputStream content;

    private StoredLayer(String name, InputStream content) {
        this.name = name;
        this.content = new DigestInputStream(content, Digest.sha256());
    }

    /** Begins with a layer; whoever gave the stream closes it. */
    static StoredLayer of(String name, InputStream stored) throws UnreadableImageException {
        try {
            return new StoredLayer(name, uncompressed(name, stored));
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableImageException(name, e);
        }
    }

    static InputStream uncompressed(String name, InputStream stored) throws IOException {
        InputStream in = new BufferedInputStream(stored, BUFFER);
        in.mark(2);
        int magic = (in.read() << 8) | in.read();
        in.reset();
        if (magic == ZSTD) {
            throw new UnreadableImageException(name + " is compressed with zstd; gzip alone is read");
        }
        return magic == GZIP ? new GZIPInputStream(in, BUFFER) : in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return content.read(bytes, offset, length);
        } catch (IOException e) {
            throw new UnreadableImageException(name, e);
        }
    }

    /** The digest of its content, read to the end by now. */
    Digest digest() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        return Digest.of(content.getMessageDigest());
    }
}
