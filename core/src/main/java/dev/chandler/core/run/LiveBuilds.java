package dev.chandler.core.run;

import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows which builds of this client run: each holds the lock of a file while it does.
 *
 * <p>The lock goes with the process, also after {@code kill -9}. The file stays where the build left something on an
 * engine, so that it can be told from builds of other machines and users. Thread-safe, also between processes and between
 * several objects on one folder.
 */
public final class LiveBuilds {

    private static final String ID = "[0-9a-f]{16}";

    /** What is known of a build. */
    public enum Life {
        /** It runs. */
        RUNS,
        /** It ended, and what it left may be removed. */
        ENDED,
        /** It belongs to another machine or user, or left nothing. */
        UNKNOWN
    }

    /** A build that runs; closing it ends it. */
    public static final class LiveBuild implements AutoCloseable {

        private final String id;
        private final ProcessLock lock;
        private boolean leftSomething;

        private LiveBuild(String id, ProcessLock lock) {
            this.id = id;
            this.lock = lock;
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

        @Override
        public void close() {
            try {
                if (leftSomething) {
                    lock.leave();
                } else {
                    lock.close();
                }
            } catch (IOException e) {
                // Only a small file is left, which says that the build may have left something.
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
            return new LiveBuild(id, ProcessLock.take(Files.createDirectories(folder), id));
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
        Optional<Path> file = file(id);
        try {
            if (file.isEmpty()) {
                return Life.UNKNOWN;
            }
            if (ProcessLock.isHeld(file.get())) {
                return Life.RUNS;
            }
            // It may have ended just now, and have left nothing.
            return file(id).isEmpty() ? Life.UNKNOWN : Life.ENDED;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * The builds that run.
     *
     * @return their ids, sorted
     */
    public List<String> running() {
        return files().stream()
                .map(ProcessLock::nameOf)
                .filter(id -> life(id) == Life.RUNS)
                .sorted()
                .toList();
    }

    /**
     * Forgets a build that ended and of which nothing is left.
     *
     * @param id its id
     */
    public void forget(String id) {
        try {
            Optional<Path> file = file(id);
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Optional<Path> file(String id) {
        return files().stream()
                .filter(file -> ProcessLock.nameOf(file).equals(id))
                .findFirst();
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> ProcessLock.nameOf(file).matches(ID)).toList();
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
