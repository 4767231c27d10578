package dev.chandler.core.module.content;

import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Unpacks archives that nobody vouches for into an empty folder.
 *
 * <p>Only files and folders come out, under names that were looked at before: as no link is ever made, none can be followed.
 * What an archive says of owners, times, attributes and rights is not kept but for whether its owner may run a file.
 */
final class UnpackedArchive {

    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> RUNS = PosixFilePermissions.fromString("rwxr-xr-x");

    private static final int OWNER_RUNS = 0100;
    private static final int PIECE = 1 << 15;

    /** With all headers, and what is skipped of what an archive says besides. */
    private static final long MOST_STREAM_BYTES = 3 * ContentRules.MOST_BYTES;

    private final Path folder;
    private final ContentRules rules = new ContentRules();

    private UnpackedArchive(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks a tar archive to its end.
     *
     * @param archive the archive, uncompressed; stays open
     * @param folder an empty folder
     * @throws UnfitContentException if it holds what is no module's, or is not whole
     * @throws IOException if it cannot be read or written
     * @throws InterruptedException if cancelled
     */
    static void unpack(InputStream archive, Path folder) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, RUNS);
        new UnpackedArchive(folder).unpack(new Bounded(archive));
    }

    private void unpack(Bounded archive) throws IOException, InterruptedException {
        TarReader tar = new TarReader(archive);
        for (Optional<TarHeader> header = next(tar); header.isPresent(); header = next(tar)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while unpacking");
            }
            add(tar, header.get());
        }
        requireEnd(archive);
    }

    private void add(TarReader tar, TarHeader header) throws IOException {
        String name = name(header);
        if (header.type() == TarHeader.DIRECTORY) {
            if (!name.isEmpty()) {
                rules.folder(name);
                make(folder.resolve(name));
            }
            return;
        }
        if (header.type() != TarHeader.FILE) {
            throw new UnfitContentException(ContentRules.shown(name) + " is " + kind(header.type())
                    + ", and a module has files and folders alone");
        }
        rules.file(name, header.size());
        Path file = folder.resolve(name);
        make(file.resolveSibling(""));
        write(tar, file);
        Files.setPosixFilePermissions(file, (header.mode() & OWNER_RUNS) != 0 ? RUNS : PLAIN);
    }

    /** Many archives of a folder begin their names with it. */
    private static String name(TarHeader header) throws UnfitContentException {
        String name = ContentRules.utf8(header.name().getBytes(StandardCharsets.ISO_8859_1));
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        boolean itself = name.equals(".") || name.isEmpty();
        boolean slash = header.type() == TarHeader.DIRECTORY && name.endsWith("/");
        return itself ? "" : slash ? name.substring(0, name.length() - 1) : name;
    }

    private static String kind(char type) {
        return switch (type) {
            case TarHeader.SYMLINK -> "a symbolic link";
            case TarHeader.HARD_LINK -> "a hard link";
            case TarHeader.PIPE -> "a named pipe";
            default -> "a device";
        };
    }

    /** The rights of a folder are the same whatever the user's umask. */
    private void make(Path wanted) throws IOException {
        if (wanted.equals(folder) || Files.isDirectory(wanted)) {
            return;
        }
        make(wanted.resolveSibling(""));
        Files.createDirectory(wanted);
        Files.setPosixFilePermissions(wanted, RUNS);
    }

    private static void write(TarReader tar, Path file) throws IOException {
        byte[] piece = new byte[PIECE];
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            for (int count = read(tar, piece); count >= 0; count = read(tar, piece)) {
                out.write(piece, 0, count);
            }
        }
    }

    private static Optional<TarHeader> next(TarReader tar) throws UnfitContentException {
        try {
            return tar.next();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static int read(TarReader tar, byte[] piece) throws UnfitContentException {
        try {
            return tar.read(piece);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UnfitContentException unreadable(IOException e) {
        return e instanceof UnfitContentException unfit
                ? unfit
                : new UnfitContentException("the archive cannot be read: " + e.getMessage());
    }

    /** An archive ends with two blocks of zeros, and whoever cuts one off between two files leaves none. */
    private static void requireEnd(Bounded archive) throws IOException {
        if (archive.ended) {
            throw new UnfitContentException("the archive is cut off: its end is missing");
        }
        byte[] piece = new byte[PIECE];
        long zeros = 0;
        for (int count = rest(archive, piece); count >= 0; count = rest(archive, piece)) {
            zeros += count;
            for (int i = 0; i < count; i++) {
                if (piece[i] != 0) {
                    throw new UnfitContentException("something follows behind the archive's end");
                }
            }
        }
        if (zeros < TarReader.BLOCK) {
            throw new UnfitContentException("the archive is cut off: its end is missing");
        }
    }

    private static int rest(Bounded archive, byte[] piece) throws UnfitContentException {
        try {
            return archive.read(piece);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Gives out no more than an archive of a module can have. */
    private static final class Bounded extends FilterInputStream {

        private long left = MOST_STREAM_BYTES;
        private boolean ended;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            ended |= count < 0;
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new UnfitContentException(
                        "the archive has more than " + (MOST_STREAM_BYTES >> 20) + " MiB unpacked");
            }
            return count;
        }
    }
}
