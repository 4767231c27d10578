package dev.chandler.lib.files;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads a file that must be, from its first byte to its last, what it was when it was looked at.
 *
 * <p>Whoever opens it closes it. Not thread-safe.
 */
final class SteadyFile implements Closeable {

    private final Path file;
    private final FileEntry entry;
    /** No channel: an interrupt would close that, and look like a file that cannot be read. */
    private final FileInputStream in;

    private long left;

    private SteadyFile(Path file, FileEntry entry, FileInputStream in) {
        this.file = file;
        this.entry = entry;
        this.in = in;
        this.left = entry.sizeBytes();
    }

    static SteadyFile open(Path file, FileEntry entry) throws FileTreeException {
        requireStill(file, entry);
        try {
            return new SteadyFile(file, entry, new FileInputStream(file.toFile()));
        } catch (IOException e) {
            throw FileProblems.unreadable(file, e);
        }
    }

    /** Reads some bytes; -1 at the end, where the file is looked at again. */
    int read(byte[] bytes, int offset, int length) throws FileTreeException {
        if (left == 0) {
            requireStill(file, entry);
            return -1;
        }
        int count;
        try {
            count = in.read(bytes, offset, (int) Math.min(length, left));
        } catch (IOException e) {
            throw FileProblems.unreadable(file, e);
        }
        if (count < 0) {
            throw FileProblems.changed(file);
        }
        left -= count;
        return count;
    }

    static void requireStill(Path file, FileEntry entry) throws FileTreeException {
        FileEntry now;
        try {
            now = FileLook.at(file, entry.path());
        } catch (FileTreeException e) {
            throw FileProblems.changed(file);
        }
        if (!entry.isStill(now)) {
            throw FileProblems.changed(file);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It was only read; nothing can be lost.
            return;
        }
    }
}
