package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The blobs of a layout, files named by the digest of what is in them. */
final class BlobFolder {

    private static final String UNNAMED = "layer.part";

    private final Path folder;

    private BlobFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder where it is not there. */
    static BlobFolder in(Path layout) throws IOException {
        return new BlobFolder(Files.createDirectories(layout.resolve("blobs").resolve("sha256")));
    }

    /**
     * A layer that was written.
     *
     * @param diffId the digest of what came
     * @param blob what is in the folder
     */
    record Layer(Digest diffId, Descriptor blob) {
        void addTo(Map<Digest, Descriptor> layers) {
            layers.put(diffId, blob);
        }
    }

    /** Compresses a layer as it comes. Its gzip header has neither name nor time, so that equal layers give equal blobs. */
    Layer compressed(InputStream tar) throws IOException {
        Path file = folder.resolve(UNNAMED);
        MessageDigest sha256 = Digest.sha256();
        Digest diffId;
        try (OutputStream out = new BufferedOutputStream(new PlainFile(file));
                GZIPOutputStream gzip = new GZIPOutputStream(new DigestOutputStream(out, sha256), 1 << 16)) {
            diffId = Copying.copy(tar, (bytes, length) -> gzip.write(bytes, 0, length));
        }
        Digest digest = Digest.of(sha256);
        long size = Files.size(file);
        Files.move(file, folder.resolve(digest.hex()), StandardCopyOption.REPLACE_EXISTING);
        return new Layer(diffId, new Descriptor(LayoutIndex.LAYER, digest, size));
    }

    Descriptor write(String mediaType, byte[] bytes) throws IOException {
        Digest digest = Digest.of(bytes);
        Files.write(folder.resolve(digest.hex()), bytes);
        return new Descriptor(mediaType, digest, bytes.length);
    }

    /** Moves a blob into another folder; gives its place there if there was none of that name. */
    Optional<Path> move(String name, BlobFolder target) throws IOException {
        Path place = target.folder.resolve(name);
        boolean there = Files.exists(place);
        Files.move(folder.resolve(name), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return there ? Optional.empty() : Optional.of(place);
    }

    /** Removes all other blobs. */
    void keepOnly(Set<String> names) throws IOException {
        List<Path> blobs;
        try (Stream<Path> all = Files.list(folder)) {
            blobs = all.filter(Files::isRegularFile)
                    .filter(blob -> !names.contains(blob.getFileName().toString()))
                    .toList();
        }
        for (Path blob : blobs) {
            Files.delete(blob);
        }
    }
}
