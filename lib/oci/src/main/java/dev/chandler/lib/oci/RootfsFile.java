package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** An archive of a root file system, plain tar or compressed with gzip. */
public final class RootfsFile {

    private static final int BUFFER = 1 << 16;

    private RootfsFile() {}

    /**
     * The digest of a file that looks like what engines can unpack.
     *
     * @param file the archive
     * @return the digest of the file as it is
     * @throws IOException if it cannot be read or is something else, with a message for whoever named the file
     * @throws InterruptedException if cancelled
     */
    public static Digest digest(Path file) throws IOException, InterruptedException {
        try {
            Optional<String> problem = problem(file);
            if (problem.isPresent()) {
                throw new IOException(problem.get());
            }
            return read(file);
        } catch (IOException e) {
            throw new IOException(file + ": " + words(e), e);
        }
    }

    private static Digest read(Path file) throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sum = Digest.sha256();
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = in.read(buffer)) >= 0; ) {
                sum.update(buffer, 0, count);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while reading " + file);
                }
            }
            return Digest.of(sum);
        }
    }

    /** What its beginning shows to be wrong. */
    private static Optional<String> problem(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(TarReader.BLOCK);
            Compression compression = Compression.of(head);
            if (compression != Compression.NONE && compression != Compression.GZIP) {
                return Optional.of("it is compressed with " + compression
                        + "; only plain tar archives and those compressed with gzip can be used");
            }
        }
        try (InputStream in = Compression.uncompressed(Files.newInputStream(file))) {
            byte[] head = in.readNBytes(TarReader.BLOCK);
            if (head.length == 0) {
                return Optional.of("it is empty");
            }
            return TarReader.isHeader(head) ? Optional.empty() : Optional.of("it is not a tar archive");
        }
    }

    /**
     * What went wrong with a file: the JDK's own messages of some name the file and nothing else.
     *
     * @param e what was thrown
     * @return words for people
     */
    public static String words(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof EOFException) {
            return "it ends too early";
        }
        return String.valueOf(e.getMessage());
    }
}
