package dev.chandler.lib.oci.tar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;

/**
 * An archive as it comes out when each of its headers is looked at: some left out, some changed; holds no more than a
 * header. Confined to one thread; closing it closes the archive.
 */
public final class RewrittenTar extends InputStream {

    private final InputStream archive;
    private final TarReader reader;
    private final Change change;
    private InputStream ready = InputStream.nullInputStream();
    private long content;
    private byte[] after = new byte[0];
    private boolean finished;

    /** Says what becomes of headers. */
    @FunctionalInterface
    public interface Change {
        /**
         * Changes one.
         *
         * @param header as it was read
         * @return what stands in its place: the first has its size and its content, those after it have none; empty to leave the
         *     file out
         * @throws IOException if it is not to be in an archive
         */
        List<TarHeader> of(TarHeader header) throws IOException;
    }

    /**
     * Makes the stream.
     *
     * @param archive what is read, uncompressed
     * @param change says what becomes of each header
     */
    public RewrittenTar(InputStream archive, Change change) {
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
            ready = new ByteArrayInputStream(after);
        }
        return count;
    }

    private void advance() throws IOException {
        Optional<TarHeader> next = reader.next();
        if (next.isEmpty()) {
            // What gives the archive may have more to say, if only that something went wrong.
            archive.transferTo(OutputStream.nullOutputStream());
            finished = true;
            ready = new ByteArrayInputStream(HeaderBytes.end());
            return;
        }
        List<TarHeader> changed = change.of(next.get());
        if (!changed.isEmpty()) {
            ready = new ByteArrayInputStream(HeaderBytes.of(changed.get(0)));
            content = changed.get(0).size();
            after = after(content, changed.subList(1, changed.size()));
            if (content == 0) {
                ready = new SequenceInputStream(ready, new ByteArrayInputStream(after));
            }
        }
    }

    private static byte[] after(long content, List<TarHeader> further) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HeaderBytes.padding(content));
        further.forEach(header -> bytes.writeBytes(HeaderBytes.of(header)));
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
