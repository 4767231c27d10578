package dev.chandler.lib.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads a file that must be, from its first byte to its last, what it was when it was looked at.
 *
 * <p>Whoever opens it closes it. Not thread-safe.
 */
final class SteadyFile implements Closeable {

    private final Path file;
    private final FileEntry entry;
    private final FileChannel channel;
    private long left;

    private SteadyFile(Path file, FileEntry entry, FileChannel channel) {
        this.file = file;
        this.entry = entry;
        this.channel = channel;
        this.left = entry.sizeBytes();
    }

    static SteadyFile open(Path file, FileEntry entry) throws FileTreeException {
        requireStill(file, entry);
        try {
            return new SteadyFile(file, entry, FileChannel.open(file, StandardOpenOption.READ));
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
            count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
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
            channel.close();
        } catch (IOException e) {
            // It was only read; nothing can be lost.
            return;
        }
    }
}
