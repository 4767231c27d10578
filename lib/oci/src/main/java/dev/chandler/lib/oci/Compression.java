package dev.chandler.lib.oci;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** How a file is compressed, as its first bytes show. */
public enum Compression {
    /** It is not, or in a way that is not known here. */
    NONE("", ""),
    /** By gzip, which everything reads. */
    GZIP("gzip", "1f8b"),
    /** By zstd, for which there has to be such a program on this machine. */
    ZSTD("zstd", "28b52ffd"),
    /** By xz, which is not read here. */
    XZ("xz", "fd377a585a00"),
    /** By bzip2, which is not read here. */
    BZIP2("bzip2", "425a68");

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST = 6;

    private final String words;

    /** The first bytes, as hexadecimal digits. */
    private final String magic;

    Compression(String words, String magic) {
        this.words = words;
        this.magic = magic;
    }

    /** Looks at a stream's first bytes, and leaves them in it. */
    static Compression of(BufferedInputStream in) throws IOException {
        in.mark(LONGEST);
        byte[] head = in.readNBytes(LONGEST);
        in.reset();
        return of(head);
    }

    /**
     * Looks at the beginning of a file.
     *
     * @param head its first bytes, six or more if there are as many
     * @return how it is compressed
     */
    public static Compression of(byte[] head) {
        String digits = HexFormat.of().formatHex(head, 0, Math.min(head.length, LONGEST));
        return Arrays.stream(values())
                .filter(each -> each != NONE && digits.startsWith(each.magic))
                .findFirst()
                .orElse(NONE);
    }

    /**
     * What a compressed stream holds, or the stream itself.
     *
     * @param source compressed or not
     * @return the content; closing it closes the source
     * @throws IOException if its beginning cannot be read, or it is compressed in a way that is not read here
     */
    public static InputStream uncompressed(InputStream source) throws IOException {
        BufferedInputStream in = new BufferedInputStream(source, BUFFER);
        Compression compression = of(in);
        return switch (compression) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> ZstdProgram.uncompressed(in);
            case XZ, BZIP2 ->
                throw new IOException("it is compressed with " + compression + "; only gzip and zstd are read");
        };
    }

    /**
     * Its name.
     *
     * @return one lower-case word; empty for {@link #NONE}
     */
    @Override
    public String toString() {
        return words;
    }
}
