package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** An archive of a root file system on the client. */
final class RootfsFile {

    private static final int BUFFER = 1 << 16;

    private static final Map<String, byte[]> COMPRESSED = Map.of(
            "xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
            "bzip2", new byte[] {'B', 'Z', 'h'},
            "zstd", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});

    private RootfsFile() {}

    /** The digest of a file that looks like what the daemon can unpack. */
    static Digest digest(BaseReference.Rootfs rootfs) throws InterruptedException {
        Path file = rootfs.file();
        try {
            problem(file).ifPresent(why -> {
                throw DockerProblems.baseFile(rootfs, file + ": " + why);
            });
            return digest(file);
        } catch (IOException e) {
            throw DockerProblems.baseFile(rootfs, file + ": " + words(e));
        }
    }

    private static Digest digest(Path file) throws IOException, InterruptedException {
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
        try (InputStream in = LayerFiles.uncompressed(Files.newInputStream(file))) {
            byte[] head = in.readNBytes(TarNumbers.BLOCK);
            if (head.length == 0) {
                return Optional.of("it is empty");
            }
            for (Map.Entry<String, byte[]> other : COMPRESSED.entrySet()) {
                byte[] magic = other.getValue();
                if (head.length > magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length)) {
                    return Optional.of("it is compressed with " + other.getKey()
                            + "; only plain tar archives and those compressed with gzip can be used");
                }
            }
            return TarNumbers.isHeader(head) ? Optional.empty() : Optional.of("it is not a tar archive");
        }
    }

    /** The JDK's messages of these name the file and nothing else. */
    static String words(IOException e) {
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
