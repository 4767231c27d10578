package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which builds of this client run: each holds the lock of a file while it does.
 *
 * <p>The lock goes with the process, also after {@code kill -9}. The file stays where the build left something on an
 * engine, so that it can be told from builds of other machines and users. Thread-safe, also between processes and between
 * several objects on one folder.
 */
public final class LiveBuilds {

    private static final String ID = "[0-9a-f]{16}";
    private static final String PRUNING = "prune-" + ID;
    private static final String SWEEPING = "sweep-" + ID;
    private static final long PAUSE_MILLIS = 50;

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

        private final LiveBuilds builds;
        private final Path folder;
        private final String id;
        private final ProcessLock lock;
        private final CacheLocks caches;
        private boolean leftSomething;

        private LiveBuild(LiveBuilds builds, String id, ProcessLock lock) {
            this.builds = builds;
            this.folder = builds.folder;
            this.caches = new CacheLocks(folder.resolveSibling("caches"));
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

        /** Which builds use which caches. */
        CacheLocks caches() {
            return caches;
        }

        /**
         * Says where the build makes things, so that it can be forgotten when nothing of it is there.
         *
         * @param engine before anything is made there
         * @throws CacheException if that cannot be written down
         */
        public void uses(Engine engine) {
            try {
                lock.write(place(engine));
            } catch (IOException e) {
                throw failure(folder, e);
            }
        }

        /**
         * Says which states the build may look for, start from or make, before it does; waits while states are being removed.
         * What was said before still holds.
         *
         * @param keys their keys
         * @throws CacheException if that cannot be written down
         * @throws InterruptedException if cancelled
         */
        public void needs(Collection<Digest> keys) throws InterruptedException {
            try {
                builds.needs.add(id, keys);
                // First to be seen, then to look, as whoever removes states does.
                for (Path sweeping : builds.files(SWEEPING)) {
                    awaitEnd(sweeping);
                }
            } catch (IOException e) {
                throw failure(folder, e);
            }
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
            try {
                builds.needs.remove(id);
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

    /** That something is being removed which builds might want; closing it lets them go on. */
    public static final class Pruning implements AutoCloseable {

        private final ProcessLock lock;

        private Pruning(ProcessLock lock) {
            this.lock = lock;
        }

        @Override
        public void close() {
            try {
                lock.close();
            } catch (IOException e) {
                // Its process will have ended, which is as good.
                LOG.debug("a file stays in the folder of running builds", e);
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(LiveBuilds.class);

    private final SecureRandom random = new SecureRandom();

    private final Path folder;
    private final NeededStates needs;

    /**
     * Makes a registry.
     *
     * @param folder where the files are, made when the first build starts
     */
    public LiveBuilds(Path folder) {
        this.folder = folder;
        this.needs = new NeededStates(folder);
    }

    /**
     * Starts a build, when nobody removes toolboxes.
     *
     * @return the build; the caller closes it
     * @throws CacheException if the folder cannot be written, or this very process removes toolboxes
     * @throws InterruptedException if cancelled
     */
    public LiveBuild start() throws InterruptedException {
        String id = freshId();
        // First to be seen, then to look: whoever removes toolboxes does it in this order, too, so that one sees the
        // other.
        LiveBuild build = new LiveBuild(this, id, taken(id));
        try {
            for (Path pruning : files(PRUNING)) {
                if (ProcessLock.isOwn(pruning)) {
                    throw new CacheException(Problem.of("CH-CACHE-003", "toolboxes are being removed")
                            .remedy("build when that is done"));
                }
                ProcessLock.await(pruning);
            }
            return build;
        } catch (IOException e) {
            build.close();
            throw failure(folder, e);
        } catch (RuntimeException | InterruptedException e) {
            build.close();
            throw e;
        }
    }

    /**
     * Keeps builds from beginning, where none runs.
     *
     * @return to be closed by the caller when all is removed
     * @throws CacheException if builds run, with their ids
     */
    public Pruning prune() {
        Pruning pruning = new Pruning(taken("prune-" + freshId()));
        try {
            List<String> running = running();
            if (!running.isEmpty()) {
                throw new CacheException(
                        Problem.of("CH-CACHE-003", "a build is running, and may need what would be removed")
                                .because("running: " + String.join(", ", running))
                                .remedy("try again when it is done"));
            }
            return pruning;
        } catch (RuntimeException e) {
            pruning.close();
            throw e;
        }
    }

    /**
     * Keeps builds from looking for states, while others are removed than {@link #needed}; those that run go on.
     *
     * @return to be closed by the caller when they are gone
     */
    Pruning sweep() {
        Pruning sweeping = new Pruning(taken("sweep-" + freshId()));
        try {
            needs.keepOnly(id -> life(id) == Life.RUNS);
            return sweeping;
        } catch (IOException e) {
            sweeping.close();
            throw failure(folder, e);
        } catch (RuntimeException e) {
            sweeping.close();
            throw e;
        }
    }

    /** What builds that run have said that they need. */
    Set<Digest> needed() {
        try {
            return needs.of(running());
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** A process never opens a file of its own, so that those are looked at again and again. */
    private static void awaitEnd(Path file) throws IOException, InterruptedException {
        while (ProcessLock.isOwn(file) && Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        if (!ProcessLock.isOwn(file)) {
            ProcessLock.await(file);
        }
    }

    private String freshId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ProcessLock taken(String name) {
        try {
            return ProcessLock.take(Files.createDirectories(folder), name);
        } catch (IOException e) {
            throw failure(folder, e);
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
            throw failure(folder, e);
        }
    }

    /**
     * The builds that run.
     *
     * @return their ids, sorted
     */
    public List<String> running() {
        return files(ID).stream()
                .map(ProcessLock::nameOf)
                .filter(id -> life(id) == Life.RUNS)
                .sorted()
                .toList();
    }

    /**
     * The builds that ended, and may have left something.
     *
     * @return their ids, each with the place where it made things, which may be no longer known: empty then, as it is for
     *     a build that came to no engine
     */
    Map<String, String> ended() {
        Map<String, String> ended = new TreeMap<>();
        for (Path file : files(ID)) {
            String id = ProcessLock.nameOf(file);
            if (life(id) == Life.ENDED) {
                ended.put(id, text(file));
            }
        }
        return ended;
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** Names an engine's endpoint. */
    static String place(Engine engine) {
        return engine.id() + " " + engine.endpoint().address();
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
            needs.remove(id);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    private Optional<Path> file(String id) {
        return files(ID).stream()
                .filter(file -> ProcessLock.nameOf(file).equals(id))
                .findFirst();
    }

    private List<Path> files(String names) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> ProcessLock.nameOf(file).matches(names)).toList();
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    private static CacheException failure(Path folder, IOException e) {
        return new CacheException(
                Problem.of("CH-CACHE-002", "cannot use the folder of running builds, " + folder)
                        .because(e.toString())
                        .remedy("give the folder room and rights, or name another by XDG_STATE_HOME"),
                e);
    }
}
