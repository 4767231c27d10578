package dev.chandler.core.manifest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An archive of the client with tools: tar, plain or gzip. */
public final class ToolArchive {

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private ToolArchive() {}

    /**
     * Opens an archive.
     *
     * @param file the archive
     * @return its bytes, unpacked; the caller closes it
     * @throws IOException if it cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        return unpacked(Files.newInputStream(file));
    }

    /**
     * Unpacks an archive that is gzip.
     *
     * @param archive its bytes; closed with what is returned, and where this fails
     * @return the tar stream
     * @throws IOException if it cannot be read
     */
    public static InputStream unpacked(InputStream archive) throws IOException {
        InputStream in = new BufferedInputStream(archive);
        try {
            in.mark(2);
            boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
            in.reset();
            return gzip ? new GZIPInputStream(in) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Looks at the beginning alone. */
    static boolean isTar(Path file) {
        try (InputStream in = open(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            TarArchiveEntry first = tar.getNextEntry();
            return first != null && first.isCheckSumOK();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
