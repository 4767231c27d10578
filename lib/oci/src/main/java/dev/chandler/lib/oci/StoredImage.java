package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * An image on its way into a store of blobs: each layer as it comes, compressed and only if it is not there, the config and
 * the manifest in the end.
 *
 * <p>A layer's digest is known when all of it came, so that it is kept meanwhile in a file that has no name: it goes with the
 * client, however that ends.
 */
public final class StoredImage implements ImageWriter {

    private static final int BUFFER = 1 << 16;

    private final BlobStore store;
    private final Path room;
    private final ImageConfigFile config = new ImageConfigFile();
    private final Map<Digest, Descriptor> layers = new LinkedHashMap<>();

    /**
     * Begins with an image.
     *
     * @param store where it goes; stays the caller's to close
     * @param room a folder with room for the largest layer, compressed
     */
    public StoredImage(BlobStore store, Path room) {
        this.store = store;
        this.room = room;
    }

    @Override
    public void config(byte[] json) {
        config.set(json);
    }

    @Override
    public void layer(InputStream tar) throws IOException {
        try (RandomAccessFile spool = nameless()) {
            MessageDigest sha256 = Digest.sha256();
            Digest diffId;
            try (OutputStream out = new BufferedOutputStream(new WholeFile(spool), BUFFER);
                    GZIPOutputStream gzip = new GZIPOutputStream(new DigestOutputStream(out, sha256), BUFFER)) {
                diffId = Copying.copy(tar, (bytes, length) -> gzip.write(bytes, 0, length));
            }
            Descriptor blob = new Descriptor(LayoutIndex.LAYER, Digest.of(sha256), spool.length());
            put(blob, out -> copy(spool, out));
            layers.put(diffId, blob);
        }
    }

    private RandomAccessFile nameless() throws IOException {
        Path file = Files.createTempFile(room, "chandler-layer-", "");
        try {
            return new RandomAccessFile(file.toFile(), "rw");
        } finally {
            Files.delete(file);
        }
    }

    private static void copy(RandomAccessFile from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        from.seek(0);
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
        }
    }

    private void put(Descriptor blob, BlobStore.Content content) throws IOException {
        if (!store.has(blob.digest())) {
            store.put(blob, content);
        }
    }

    @Override
    public Optional<Descriptor> finish() throws IOException {
        List<Descriptor> wanted = new ArrayList<>();
        config.layers(layers.keySet()).forEach(diffId -> wanted.add(layers.get(diffId)));
        byte[] bytes = config.bytes();
        Descriptor configured = new Descriptor(LayoutIndex.CONFIG, Digest.of(bytes), bytes.length);
        put(configured, out -> out.write(bytes));
        byte[] json = LayoutIndex.manifest(configured, wanted);
        Descriptor manifest = new Descriptor(LayoutIndex.MANIFEST, Digest.of(json), json.length);
        store.name(manifest, json);
        return Optional.of(manifest);
    }

    /** Blobs without a name are the store's to clear away, as those are that others may have put. */
    @Override
    public void close() {}

    /** Writes to a file that others read from later: closing it closes nothing. */
    private static final class WholeFile extends OutputStream {

        private final RandomAccessFile file;

        WholeFile(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            file.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }
    }
}
