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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An OCI layout as a tar archive, as other tools call {@code oci-archive}: equal bytes for equal layouts. */
public final class LayoutArchive {

    private static final Pattern BLOB = Pattern.compile("(?:\\./)?blobs/sha256/([0-9a-f]{64})");
    private static final Pattern INDEX = Pattern.compile("(?:\\./)?index\\.json");

    /** Far more than an index has, which is read whole. */
    private static final int MOST_INDEX_BYTES = 4 << 20;

    private LayoutArchive() {}

    /**
     * Packs a layout.
     *
     * @param layout its folder
     * @param file the archive, which appears whole, in the place of what is there
     * @throws IOException if it cannot be written
     */
    public static void write(Path layout, Path file) throws IOException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName() + ".", ".part");
        try {
            try (TarArchiveOutputStream tar =
                    new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(part)), "UTF-8")) {
                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                for (Path each : files(layout)) {
                    TarArchiveEntry entry =
                            new TarArchiveEntry(layout.relativize(each).toString());
                    entry.setSize(Files.size(each));
                    entry.setModTime(0);
                    tar.putArchiveEntry(entry);
                    Files.copy(each, tar);
                    tar.closeArchiveEntry();
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static List<Path> files(Path layout) throws IOException {
        try (Stream<Path> all = Files.walk(layout)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * Unpacks an archive, compressed or not: its blobs and its index, and nothing else that may be in it.
     *
     * @param file the archive
     * @param layout an empty folder
     * @throws UnreadableImageException if it is none, or a blob is not what its digest says
     * @throws IOException if the folder cannot be written
     */
    public static void read(Path file, Path layout) throws IOException {
        LayoutFolder folder = LayoutFolder.in(layout);
        try (InputStream opened = opened(file);
                InputStream content = Compression.uncompressed(opened)) {
            TarArchiveInputStream tar = new TarArchiveInputStream(content, "UTF-8");
            for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
                Matcher blob = BLOB.matcher(entry.getName());
                if (entry.isFile() && blob.matches()) {
                    folder.put(new Descriptor("", new Digest(blob.group(1)), entry.getSize()), out -> copy(tar, out));
                } else if (entry.isFile() && INDEX.matcher(entry.getName()).matches()) {
                    byte[] index = tar.readNBytes(MOST_INDEX_BYTES);
                    folder.name(new Descriptor("", Digest.of(index), index.length), index);
                }
            }
        }
        if (folder.index().isEmpty()) {
            throw new UnreadableImageException("there is no index.json in it");
        }
    }

    private static InputStream opened(Path file) throws UnreadableImageException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UnreadableImageException(file.toString(), e);
        }
    }

    private static TarArchiveEntry next(TarArchiveInputStream tar) throws UnreadableImageException {
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableImageException("it cannot be read as a tar archive: " + e.getMessage());
        }
    }

    /** What goes wrong while reading is the archive's fault, not that of whoever writes. */
    private static void copy(InputStream tar, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = read(tar, buffer); read >= 0; read = read(tar, buffer)) {
            out.write(buffer, 0, read);
        }
    }

    private static int read(InputStream tar, byte[] buffer) throws UnreadableImageException {
        try {
            return tar.read(buffer);
        } catch (IOException e) {
            throw new UnreadableImageException("it ends too early, or is damaged: " + e.getMessage());
        }
    }
}
