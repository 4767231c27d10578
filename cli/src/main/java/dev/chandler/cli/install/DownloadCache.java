package dev.chandler.cli.install;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that were installed once, by digest.
 *
 * <p>Only a cache: what cannot be kept is fetched again, what is not what its name says is removed. Processes may share it.
 *
 * @param folder the folder, which need not exist
 */
record DownloadCache(Path folder) {

    private static final Logger log = LoggerFactory.getLogger(DownloadCache.class);

    /** Finds a file, whole. */
    Optional<Path> find(Digest digest) {
        for (String suffix : Suffix.ALL) {
            Path file = folder.resolve(digest.hex() + suffix);
            try {
                if (Files.isRegularFile(file)) {
                    if (digest(file).equals(digest)) {
                        return Optional.of(file);
                    }
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                log.debug("the download {} is of no use", file, e);
            }
        }
        return Optional.empty();
    }

    /** The signature that came with a file found here. */
    Optional<byte[]> signature(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + Suffix.SIGNATURE);
        return Files.isRegularFile(beside) ? Optional.of(Files.readAllBytes(beside)) : Optional.empty();
    }

    /** Keeps a file and its signature. */
    void keep(Path file, Digest digest, String suffix, Optional<byte[]> signature) {
        try {
            Files.createDirectories(folder);
            Path kept = folder.resolve(digest.hex() + suffix);
            if (signature.isPresent()) {
                Path temporary = Files.createTempFile(folder, ".", ".tmp");
                Files.write(temporary, signature.get());
                Files.move(
                        temporary,
                        kept.resolveSibling(kept.getFileName() + Suffix.SIGNATURE),
                        ATOMIC_MOVE,
                        REPLACE_EXISTING);
            }
            if (!Files.exists(kept)) {
                Path temporary = Files.createTempFile(folder, ".", ".tmp");
                try {
                    Files.copy(file, temporary, REPLACE_EXISTING);
                    Files.move(temporary, kept, ATOMIC_MOVE, REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(temporary);
                }
            }
        } catch (IOException e) {
            log.debug("{} is not kept among the downloads", file, e);
        }
    }

    static Digest digest(Path file) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.of(sha256);
    }
}
