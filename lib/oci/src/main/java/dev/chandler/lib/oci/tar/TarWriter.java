package dev.chandler.lib.oci.tar;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an archive header by header, the same bytes for the same headers: nothing of this moment or this machine is in
 * it.
 *
 * <p>Confined to one thread; whoever gave the stream closes it.
 */
public final class TarWriter {

    private final OutputStream out;
    private long size;

    /**
     * Begins to write.
     *
     * @param out takes the archive
     */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a header.
     *
     * @param header what of; where it has a size, as much content is to come next
     * @throws IOException if it cannot be written
     */
    public void header(TarHeader header) throws IOException {
        out.write(HeaderBytes.of(header));
        size = header.size();
    }

    /**
     * Writes content of the file whose header came last.
     *
     * @param buffer has it
     * @param length how much of the buffer
     * @throws IOException if it cannot be written
     */
    public void content(byte[] buffer, int length) throws IOException {
        out.write(buffer, 0, length);
    }

    /**
     * Ends the content of the file whose header came last.
     *
     * @throws IOException if it cannot be written
     */
    public void contentEnd() throws IOException {
        out.write(HeaderBytes.padding(size));
    }

    /**
     * Writes a file with its content.
     *
     * @param header what of; its size is the content's
     * @param content all of it
     * @throws IOException if it cannot be written
     */
    public void file(TarHeader header, byte[] content) throws IOException {
        header(header);
        content(content, content.length);
        contentEnd();
    }

    /**
     * Writes the archive's end.
     *
     * @throws IOException if it cannot be written
     */
    public void finish() throws IOException {
        out.write(HeaderBytes.end());
        out.flush();
    }
}
