package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.Compression;
import dev.chandler.lib.oci.StoredLayer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.jspecify.annotations.Nullable;

/** Layers that are files of the client, on their way to {@code docker load}. */
final class LayerFiles {

    private static final int BLOCK = 512;

    private LayerFiles() {}

    /**
     * The digests of a layer's file.
     *
     * @param file of the file as it is
     * @param diffId of the tar in it, whether it is compressed or not
     */
    record Sums(Digest file, Digest diffId) {}

    /** Both in one go: so they are of the same content, also where the file is replaced meanwhile. */
    static Sums sums(Path file) throws IOException {
        try (DigestInputStream whole = new DigestInputStream(Files.newInputStream(file), Digest.sha256());
                DigestInputStream tar = new DigestInputStream(Compression.uncompressed(whole), Digest.sha256())) {
            tar.transferTo(OutputStream.nullOutputStream());
            whole.transferTo(OutputStream.nullOutputStream());
            return new Sums(Digest.of(whole.getMessageDigest()), Digest.of(tar.getMessageDigest()));
        }
    }

    /** A layer as the daemon is to get it. */
    interface Source {

        long sizeBytes() throws IOException;

        /** The caller closes it. */
        InputStream open() throws IOException;
    }

    /** The whole file. */
    record Whole(Path file) implements Source {

        @Override
        public long sizeBytes() throws IOException {
            return Files.size(file);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }

    /** As it is, but for what older daemons can't read: that is read twice, for its size has to be said first. */
    record Stored(StoredLayer layer) implements Source {

        private boolean isUnderstood() throws IOException {
            return layer.compression() != Compression.ZSTD;
        }

        @Override
        public long sizeBytes() throws IOException {
            if (isUnderstood()) {
                return layer.sizeBytes();
            }
            try (InputStream content = layer.content()) {
                return content.transferTo(OutputStream.nullOutputStream());
            }
        }

        @Override
        public InputStream open() throws IOException {
            return isUnderstood() ? layer.open() : layer.content();
        }
    }

    /**
     * Puts layers in front of an image's archive, named as its manifest has them.
     *
     * @param archive made by {@link ConfigOnlyImage#afterLayers}
     * @param layers lowest first; none leaves the archive as it is
     */
    static InputStream before(byte[] archive, List<? extends Source> layers) throws IOException {
        List<InputStream> parts = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Source layer = layers.get(i);
            long size = layer.sizeBytes();
            parts.add(new ByteArrayInputStream(header(ConfigOnlyImage.layerName(i), size)));
            parts.add(new Late(layer));
            parts.add(new ByteArrayInputStream(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]));
        }
        parts.add(new ByteArrayInputStream(archive));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    /** Opened when its turn has come: an image may have a hundred layers. */
    private static final class Late extends InputStream {

        private final Source layer;
        private @Nullable InputStream in;

        Late(Source layer) {
            this.layer = layer;
        }

        private InputStream opened() throws IOException {
            InputStream there = in;
            if (there == null) {
                there = layer.open();
                in = there;
            }
            return there;
        }

        @Override
        public int read() throws IOException {
            return opened().read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return opened().read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            InputStream there = in;
            if (there != null) {
                there.close();
            }
        }
    }

    private static byte[] header(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        byte[] header = new byte[BLOCK];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8), true);
        return header;
    }
}
