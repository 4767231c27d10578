package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar archive for a base: files of all kinds with owners, modes and times that nobody has by chance. */
final class OddRootfs implements AutoCloseable {

    /** What a file that can be told by its owner has. */
    static final int OWNER = 4321;

    private static final Instant BEGIN = Instant.parse("2001-02-03T04:05:06Z");

    private final TarArchiveOutputStream tar;
    private int entries;

    private OddRootfs(Path file) throws IOException {
        tar = new TarArchiveOutputStream(Files.newOutputStream(file), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    static void write(Path file) {
        try (OddRootfs rootfs = new OddRootfs(file)) {
            rootfs.all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void all() throws IOException {
        for (String folder : new String[] {"odd/", "odd/hidden/", "data/", "srv/", "var/", "var/cache/"}) {
            add(new TarArchiveEntry(folder), 0755, 0, "");
        }
        add(new TarArchiveEntry("srv/app/"), 0755, OWNER, "");
        add(new TarArchiveEntry("odd/sticky/"), 01777, 0, "");
        for (String name :
                new String[] {"appended", "removed", "closed", "moved", "hidden/file", "file with spaces", "größe"}) {
            add(new TarArchiveEntry("odd/" + name), 0644, OWNER, name + "\n");
        }
        add(new TarArchiveEntry("odd/set-id"), 06755, OWNER, "set-id\n");
        add(new TarArchiveEntry("data/kept"), 0640, OWNER, "kept\n");
        add(new TarArchiveEntry("odd/link", TarConstants.LF_SYMLINK), 0777, 0, "../data/kept");
        add(new TarArchiveEntry("odd/hard", TarConstants.LF_LINK), 0644, OWNER, "odd/größe");
        add(new TarArchiveEntry("odd/pipe", TarConstants.LF_FIFO), 0600, 0, "");
        TarArchiveEntry device = new TarArchiveEntry("odd/null", TarConstants.LF_CHR);
        device.setDevMajor(1);
        device.setDevMinor(3);
        add(device, 0666, 0, "");
        TarArchiveEntry capable = new TarArchiveEntry("odd/capable");
        byte[] bind = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        capable.addPaxHeader("SCHILY.xattr.security.capability", new String(bind, StandardCharsets.ISO_8859_1));
        add(capable, 0755, 0, "capable\n");
    }

    private void add(TarArchiveEntry entry, int mode, int owner, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        entry.setMode(mode);
        entry.setIds(owner, owner);
        entry.setModTime(Date.from(BEGIN.plusSeconds(3600L * entries++)));
        if (entry.isSymbolicLink() || entry.isLink()) {
            entry.setLinkName(content);
            bytes = new byte[0];
        }
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
