package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.RootfsFile;
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
                DigestInputStream tar = new DigestInputStream(RootfsFile.uncompressed(whole), Digest.sha256())) {
            tar.transferTo(OutputStream.nullOutputStream());
            whole.transferTo(OutputStream.nullOutputStream());
            return new Sums(Digest.of(whole.getMessageDigest()), Digest.of(tar.getMessageDigest()));
        }
    }

    /**
     * Puts layers in front of an image's archive, named as its manifest has them.
     *
     * @param archive made by {@link ConfigOnlyImage#afterLayers}
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
