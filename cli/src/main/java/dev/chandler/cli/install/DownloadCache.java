package dev.chandler.cli.install;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.plugin.PluginFile;
import dev.chandler.core.trust.SignatureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                    if (PluginFile.digest(file).equals(digest)) {
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
        Path beside = SignatureFile.of(file);
        return Files.isRegularFile(beside) ? Optional.of(Files.readAllBytes(beside)) : Optional.empty();
    }

    /** Keeps a file and its signature. */
    void keep(Path file, Digest digest, String suffix, Optional<byte[]> signature) {
        try {
            Files.createDirectories(folder);
            Path kept = folder.resolve(digest.hex() + suffix);
            if (signature.isPresent()) {
                put(SignatureFile.of(kept), temporary -> Files.write(temporary, signature.get()));
            }
            if (!Files.exists(kept)) {
                put(kept, temporary -> Files.copy(file, temporary, REPLACE_EXISTING));
            }
        } catch (IOException e) {
            log.debug("{} is not kept among the downloads", file, e);
        }
    }

    /** Fills a file that is not there yet. */
    private interface Filling {
        void fill(Path file) throws IOException;
    }

    /** Has a file there whole or not at all. */
    private void put(Path file, Filling filling) throws IOException {
        Path temporary = Files.createTempFile(folder, ".", ".tmp");
        try {
            filling.fill(temporary);
            Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
