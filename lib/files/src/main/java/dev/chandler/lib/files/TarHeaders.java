package dev.chandler.lib.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes the blocks that stand before a file's content, POSIX ones where a plain header has no room. */
final class TarHeaders {

    private TarHeaders() {}

    /** A directory that is as old as the tree. */
    static byte[] directory(FileEntry root, TarOptions options) {
        FileEntry directory = new FileEntry(
                options.directory(),
                FileEntry.Kind.FOLDER,
                0755,
                0,
                root.modifiedNanos(),
                root.changedNanos(),
                root.inode(),
                "",
                "");
        return of(directory, options.directory(), 0755, options);
    }

    static byte[] of(FileEntry entry, String name, int mode, TarOptions options) {
        TarArchiveEntry header = header(entry, name);
        header.setSize(entry.sizeBytes());
        return bytes(header, entry, mode, options);
    }

    /** Another name of a file whose content came before, under a name of its own. */
    static byte[] sameAs(String first, FileEntry entry, String name, int mode, TarOptions options) {
        TarArchiveEntry header = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
        header.setLinkName(first);
        return bytes(header, entry, mode, options);
    }

    private static byte[] bytes(TarArchiveEntry header, FileEntry entry, int mode, TarOptions options) {
        header.setMode(mode);
        header.setIds(options.uid(), options.gid());
        header.setNames("", "");
        // Whole seconds: a fraction would cost each file two blocks more.
        header.setModTime(TimeUnit.NANOSECONDS.toSeconds(entry.modifiedNanos()) * 1000);
        return bytes(header);
    }

    private static TarArchiveEntry header(FileEntry entry, String name) {
        return switch (entry.kind()) {
            case FILE -> new TarArchiveEntry(name, true);
            case FOLDER -> new TarArchiveEntry(name + "/", true);
            case LINK -> {
                TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
                link.setLinkName(entry.target());
                yield link;
            }
        };
    }

    private static byte[] bytes(TarArchiveEntry header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TarConstants.DEFAULT_RCDSIZE);
        try {
            // Never closed: it holds nothing, and closing it would ask for the content, which does not pass through it.
            TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            tar.putArchiveEntry(header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
