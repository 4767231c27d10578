package dev.chandler.lib.oci.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive header by header, in one pass, holding no content. Confined to one thread; whoever gave the stream
 * closes it.
 */
public final class TarReader {

    /** No name and no set of attributes that a kernel takes needs as much. */
    private static final int LONGEST = 1 << 20;

    /** What an archive consists of: as many bytes, over and over. */
    public static final int BLOCK = TarBlock.SIZE;

    private final InputStream in;
    private final byte[] skipped = new byte[1 << 15];
    private long content;
    private int padding;

    /**
     * Begins to read.
     *
     * @param in the archive, uncompressed
     */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next header, past what was left of the content before it.
     *
     * @return the header; empty at the archive's end
     * @throws IOException if it cannot be read, or is none that is known here
     */
    public Optional<TarHeader> next() throws IOException {
        Map<String, String> extended = new HashMap<>();
        while (true) {
            skipContent();
            byte[] block = in.readNBytes(TarBlock.SIZE);
            if (block.length == 0 || TarBlock.isZero(block)) {
                return Optional.empty();
            }
            TarBlock header = TarBlock.of(block);
            begin(header.size());
            switch (header.type()) {
                case 'x' -> extended.putAll(PaxRecords.read(text()));
                case 'g' -> text();
                case 'L' -> extended.put("path", terminated(text()));
                case 'K' -> extended.put("linkpath", terminated(text()));
                default -> {
                    TarHeader found = header.with(extended);
                    begin(found.size());
                    return Optional.of(found);
                }
            }
        }
    }

    /**
     * Says whether bytes can be the beginning of an archive.
     *
     * @param block its first {@value #BLOCK} bytes
     * @return whether it is a header by its checksum, or the zeros that an archive without files is
     */
    public static boolean isHeader(byte[] block) {
        try {
            if (!TarBlock.isZero(block)) {
                TarBlock.of(block);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void begin(long size) {
        content = size;
        padding = (int) ((TarBlock.SIZE - size % TarBlock.SIZE) % TarBlock.SIZE);
    }

    /**
     * Reads content of the file whose header came last.
     *
     * @param buffer takes it
     * @return how many bytes came; -1 at the content's end
     * @throws IOException if it cannot be read, or ends too early
     */
    public int read(byte[] buffer) throws IOException {
        if (content == 0) {
            return -1;
        }
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, content));
        if (count < 0) {
            throw new EOFException("a tar archive ends within a file");
        }
        content -= count;
        return count;
    }

    private void skipContent() throws IOException {
        // Read, not skipped: whoever makes a digest of the stream is to see all of it.
        for (long left = content + padding; left > 0; ) {
            int count = in.read(skipped, 0, (int) Math.min(skipped.length, left));
            if (count < 0) {
                throw new EOFException("a tar archive ends within a file");
            }
            left -= count;
        }
        content = 0;
        padding = 0;
    }

    private String text() throws IOException {
        if (content > LONGEST) {
            throw new IOException("not a tar archive: an extended header of " + content + " bytes");
        }
        byte[] bytes = in.readNBytes((int) content);
        if (bytes.length < content) {
            throw new EOFException("a tar archive ends within a header");
        }
        content = 0;
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String terminated(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
