package dev.chandler.lib.oci.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * An archive as it comes out when each of its headers is looked at: some left out, some changed; holds no more than a
 * header. Confined to one thread; closing it closes the archive.
 */
public final class RewrittenTar extends InputStream {

    private final InputStream archive;
    private final TarReader reader;
    private final Function<TarHeader, Optional<TarHeader>> change;
    private InputStream ready = InputStream.nullInputStream();
    private long content;
    private byte[] padding = new byte[0];
    private boolean finished;

    /**
     * Makes the stream.
     *
     * @param archive what is read, uncompressed
     * @param change gives for each header another one, of the same size; empty to leave the file out
     */
    public RewrittenTar(InputStream archive, Function<TarHeader, Optional<TarHeader>> change) {
        this.archive = archive;
        this.reader = new TarReader(archive);
        this.change = change;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            int count = ready.read(bytes, offset, length);
            if (count >= 0) {
                return count;
            }
            if (content > 0) {
                return content(bytes, offset, length);
            }
            if (finished) {
                return -1;
            }
            advance();
        }
    }

    private int content(byte[] bytes, int offset, int length) throws IOException {
        byte[] piece = new byte[(int) Math.min(length, content)];
        int count = reader.read(piece);
        System.arraycopy(piece, 0, bytes, offset, count);
        content -= count;
        if (content == 0) {
            ready = new ByteArrayInputStream(padding);
        }
        return count;
    }

    private void advance() throws IOException {
        Optional<TarHeader> next = reader.next();
        if (next.isEmpty()) {
            finished = true;
            ready = new ByteArrayInputStream(HeaderBytes.end());
            return;
        }
        Optional<TarHeader> changed = change.apply(next.get());
        if (changed.isPresent()) {
            ready = new ByteArrayInputStream(HeaderBytes.of(changed.get()));
            content = changed.get().size();
            padding = HeaderBytes.padding(content);
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
