package dev.chandler.core.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A file that this process holds the lock of, named {@code NAME.PROCESS} after it.
 *
 * <p>The lock goes with the process, also after {@code kill -9}. A process loses a lock when it closes any channel of that
 * file, also one that it has only opened to ask whether the file is locked. So the name says who holds it, and a process
 * never opens a file of its own: whoever asks in it, with whatever object or class loader, gets its answer from the name.
 */
final class ProcessLock implements AutoCloseable {

    private final String name;
    private final Path file;
    private final FileChannel channel;
    private boolean closed;

    private ProcessLock(String name, Path file, FileChannel channel) {
        this.name = name;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes a file and locks it; nobody sees it before it is locked.
     *
     * @param folder where it is; has to be there
     * @param name its name, without dots
     */
    static ProcessLock take(Path folder, String name) throws IOException {
        Path unseen = folder.resolve("." + name + "." + thisProcess());
        Path file = folder.resolve(name + "." + thisProcess());
        FileChannel channel = FileChannel.open(unseen, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            Files.move(unseen, file, StandardCopyOption.ATOMIC_MOVE);
            return new ProcessLock(name, file, channel);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(unseen);
            throw e;
        }
    }

    /** Whether a process holds a file that {@link #take} has made. */
    static boolean isHeld(Path file) throws IOException {
        if (nameOf(file).length() == file.getFileName().toString().length()) {
            return false;
        }
        if (isOwn(file)) {
            return Files.exists(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException e) {
            // Another thread asks at this moment; it is the one that gets to know.
            return true;
        }
    }

    /** Whether this process holds a file. */
    static boolean isOwn(Path file) {
        return file.getFileName().toString().endsWith("." + thisProcess());
    }

    /** Waits until another process gives a file up, or ends. */
    static void await(Path file) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.lock(0, Long.MAX_VALUE, true)) {
            lock.release();
        } catch (NoSuchFileException e) {
            // It ended just now.
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            Thread.interrupted();
            throw new InterruptedException();
        }
    }

    /** The name with which a file was made, the process left out. */
    static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\..*", "");
    }

    /** A number alone is used again. */
    private static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        return process.pid() + "-"
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Replaces what the file says. */
    void write(String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Gives the lock up and leaves the file, under its name alone. */
    void leave() throws IOException {
        if (!closed) {
            closed = true;
            try (channel) {
                Files.move(file, file.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Gives the lock up and removes the file. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (channel) {
                Files.deleteIfExists(file);
            }
        }
    }
}
