package dev.chandler.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apiguardian.api.API;

/** Makes small tar streams, and reads them; not thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TarFiles {

    /**
     * One entry that was read.
     *
     * @param mode permissions, with set-id and sticky bits
     * @param uid the owner
     * @param gid the group
     * @param directory whether it is a directory
     * @param link where it leads, if it is a symbolic link; else empty
     * @param text the content, decoded as ISO 8859-1
     */
    public record Entry(int mode, long uid, long gid, boolean directory, String link, String text) {}

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    /** Starts an empty archive. */
    public TarFiles() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * Adds a file.
     *
     * @param name its path in the archive
     * @param mode its permissions
     * @param owner its owner and group
     * @param content its text
     * @return this
     */
    public TarFiles file(String name, int mode, int owner, String content) {
        return file(name, mode, owner, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a file.
     *
     * @param name its path in the archive
     * @param mode its permissions
     * @param owner its owner and group
     * @param content its bytes
     * @return this
     */
    public TarFiles file(String name, int mode, int owner, byte[] content) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        return add(entry, mode, owner, content);
    }

    /**
     * Adds a directory.
     *
     * @param name its path in the archive
     * @param mode its permissions
     * @param owner its owner and group
     * @return this
     */
    public TarFiles directory(String name, int mode, int owner) {
        return add(new TarArchiveEntry(name + "/"), mode, owner, new byte[0]);
    }

    /**
     * Adds a symbolic link.
     *
     * @param name its path in the archive
     * @param target where it leads
     * @return this
     */
    public TarFiles link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return add(entry, 0777, 0, new byte[0]);
    }

    /**
     * Adds another name of a file that the archive has already.
     *
     * @param name the other name
     * @param target the file's path in the archive
     * @param mode the file's permissions once more
     * @param owner its owner and group once more
     * @return this
     */
    public TarFiles hardLink(String name, String target, int mode, int owner) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
        entry.setLinkName(target);
        return add(entry, mode, owner, new byte[0]);
    }

    private TarFiles add(TarArchiveEntry entry, int mode, int owner, byte[] content) {
        entry.setMode(mode);
        entry.setIds(owner, owner);
        try {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /**
     * The archive.
     *
     * @return a stream of it, from its start
     */
    public InputStream stream() {
        try {
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /**
     * Reads an archive to its end and closes it.
     *
     * @param stream the archive
     * @return its entries by name, in order, names without a slash at the end
     */
    public static Map<String, Entry> read(InputStream stream) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream, "UTF-8")) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                String text = new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1);
                entries.put(
                        entry.getName().replaceAll("/$", ""),
                        new Entry(
                                entry.getMode() & 07777,
                                entry.getLongUserId(),
                                entry.getLongGroupId(),
                                entry.isDirectory(),
                                entry.isSymbolicLink() ? entry.getLinkName() : "",
                                text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
