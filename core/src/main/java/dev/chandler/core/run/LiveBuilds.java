package dev.chandler.core.run;

import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Knows which builds of this client run: each holds the lock of a file while it does.
 *
 * <p>The lock goes with the process, also after {@code kill -9}. The file stays where the build left something on an
 * engine, so that it can be told from builds of other machines and users. Thread-safe, also between processes.
 */
public final class LiveBuilds {

    /** What is known of a build. */
    public enum Life {
        /** It runs. */
        RUNS,
        /** It ended, and what it left may be removed. */
        ENDED,
        /** It belongs to another machine or user, or was told to leave nothing. */
        UNKNOWN
    }

    /** A build that runs; closing it ends it. */
    public static final class LiveBuild implements AutoCloseable {

        private final String id;
        private final Path file;
        private final FileChannel channel;
        private boolean leftSomething;

        private LiveBuild(String id, Path file, FileChannel channel) {
            this.id = id;
            this.file = file;
            this.channel = channel;
        }

        /**
         * The build's id.
         *
         * @return 16 hexadecimal characters
         */
        public String id() {
            return id;
        }

        /** Says that something of the build stays on the engine, to be reaped later. */
        public void leaveSomething() {
            leftSomething = true;
        }

        /**
         * Whether something of the build stays on the engine.
         *
         * @return true if something does
         */
        public boolean leftSomething() {
            return leftSomething;
        }

        @Override
        public void close() {
            try (channel) {
                if (!leftSomething) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                // Only an empty file is left, which says that the build may have left something.
                leftSomething = true;
            }
        }
    }

    private final SecureRandom random = new SecureRandom();

    private final Path folder;

    /**
     * Makes a registry.
     *
     * @param folder where the files are, made when the first build starts
     */
    public LiveBuilds(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts a build.
     *
     * @return the build; the caller closes it
     * @throws CacheException if the folder cannot be written
     */
    public LiveBuild start() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        try {
            Path file = Files.createDirectories(folder).resolve(id);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            return new LiveBuild(id, file, channel);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Asks for a build.
     *
     * @param id its id
     * @return whether it runs
     */
    public Life life(String id) {
        Path file = folder.resolve(id);
        if (!id.matches("[0-9a-f]{16}") || !Files.exists(file)) {
            return Life.UNKNOWN;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null ? Life.RUNS : Life.ENDED;
        } catch (NoSuchFileException e) {
            return Life.UNKNOWN;
        } catch (OverlappingFileLockException e) {
            return Life.RUNS;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Whether any build runs.
     *
     * @return true if one does
     */
    public boolean any() {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> life(file.getFileName().toString()) == Life.RUNS);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Forgets a build that ended and of which nothing is left.
     *
     * @param id its id
     */
    public void forget(String id) {
        try {
            Files.deleteIfExists(folder.resolve(id));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private CacheException failure(IOException e) {
        return new CacheException(
                Problem.of("CH-CACHE-002", "cannot use the folder of running builds, " + folder)
                        .because(e.toString())
                        .remedy("give the folder room and rights, or name another by XDG_STATE_HOME"),
                e);
    }
}
