package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import java.io.BufferedInputStream;
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
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** Layers that are files of the client, on their way to {@code docker load}. */
final class LayerFiles {

    private static final int BLOCK = 512;
    private static final int BUFFER = 1 << 16;
    private static final int GZIP = 0x1f8b;

    private LayerFiles() {}

    /** The digest of a layer's tar, whether the file is compressed or not. */
    static Digest diffId(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(uncompressed(file), Digest.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Digest.of(in.getMessageDigest());
        }
    }

    private static InputStream uncompressed(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            int magic = (in.read() << 8) | in.read();
            in.reset();
            return magic == GZIP ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Puts layers in front of an image's archive, named as its manifest has them.
     *
     * @param archive made by {@link ConfigOnlyImage#archive}
     * @param layers lowest first; none leaves the archive as it is
     */
    static InputStream before(byte[] archive, List<Path> layers) throws IOException {
        List<InputStream> parts = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            long size = Files.size(layers.get(i));
            parts.add(new ByteArrayInputStream(header(ConfigOnlyImage.layerName(i), size)));
            parts.add(Files.newInputStream(layers.get(i)));
            parts.add(new ByteArrayInputStream(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]));
        }
        parts.add(new ByteArrayInputStream(archive));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static byte[] header(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        byte[] header = new byte[BLOCK];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8), true);
        return header;
    }
}
