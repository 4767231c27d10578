package dev.chandler.core.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which builds of this client use which cache, by {@linkplain ProcessLock files} named {@code CACHE-MODE-BUILD}.
 *
 * <p>Who wants a cache makes its file first and looks then, so that of two at least one sees the other; of those that wait
 * the one whose file comes first keeps it, and the others take theirs away meanwhile. A file whose process is gone holds
 * nobody up, and says whose instance may be about to end. Thread-safe, also between processes and between several objects
 * on one folder.
 */
final class CacheLocks {

    /** A cache that may be used; closing it lets others have it. */
    static final class Held implements AutoCloseable {

        private final ProcessLock file;

        private Held(ProcessLock file) {
            this.file = file;
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                // Its process will have ended, which is as good.
                LOG.debug("a file stays in the folder of caches in use", e);
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(CacheLocks.class);

    private static final String ALONE = "x";
    private static final String SHARED = "s";
    private static final long PAUSE_MILLIS = 50;

    private final Path folder;

    CacheLocks(Path folder) {
        this.folder = folder;
    }

    /**
     * Waits until a cache may be used.
     *
     * @param cache letters and digits alone
     * @param shared whether others may use it too, if they say the same
     * @param build who uses it
     * @param waiting is told the build that is waited for, each one once
     */
    Held take(String cache, boolean shared, String build, Consumer<String> waiting)
            throws IOException, InterruptedException {
        String told = "";
        Optional<ProcessLock> own = Optional.of(made(cache, shared, build));
        try {
            while (true) {
                ProcessLock mine = own.isPresent() ? own.get() : made(cache, shared, build);
                own = Optional.of(mine);
                List<Path> others = others(cache, shared, build);
                if (others.isEmpty()) {
                    own = Optional.empty();
                    return new Held(mine);
                }
                Path first = others.get(0);
                if (!told.equals(buildOf(first))) {
                    told = buildOf(first);
                    waiting.accept(told);
                }
                if (name(cache, shared, build).compareTo(ProcessLock.nameOf(first)) > 0) {
                    own = Optional.empty();
                    mine.close();
                }
                await(first);
            }
        } finally {
            if (own.isPresent()) {
                own.get().close();
            }
        }
    }

    /** Takes a cache for one build alone, if nobody has it. */
    Optional<Held> tryTake(String cache, String build) throws IOException {
        ProcessLock mine = made(cache, false, build);
        if (others(cache, false, build).isEmpty()) {
            return Optional.of(new Held(mine));
        }
        mine.close();
        return Optional.empty();
    }

    /** Builds that were killed while they had a cache. */
    List<String> killed(String cache) throws IOException {
        return files(cache).stream()
                .filter(file -> !isHeld(file))
                .map(CacheLocks::buildOf)
                .distinct()
                .toList();
    }

    /** Forgets that a build was killed. */
    void forget(String cache, String build) throws IOException {
        for (Path file : files(cache)) {
            if (buildOf(file).equals(build) && !isHeld(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private ProcessLock made(String cache, boolean shared, String build) throws IOException {
        return ProcessLock.take(Files.createDirectories(folder), name(cache, shared, build));
    }

    private static String name(String cache, boolean shared, String build) {
        return cache + "-" + (shared ? SHARED : ALONE) + "-" + build;
    }

    /** Those that keep this one from using it, in the order of their names. */
    private List<Path> others(String cache, boolean shared, String build) throws IOException {
        String own = name(cache, shared, build);
        return files(cache).stream()
                .filter(file -> !ProcessLock.nameOf(file).equals(own))
                .filter(file -> !shared || !ProcessLock.nameOf(file).startsWith(cache + "-" + SHARED + "-"))
                .filter(CacheLocks::isHeld)
                .toList();
    }

    private List<Path> files(String cache) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> ProcessLock.nameOf(file).startsWith(cache + "-"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isHeld(Path file) {
        try {
            return ProcessLock.isHeld(file);
        } catch (IOException e) {
            LOG.debug("cannot look at a cache's file, which counts as held", e);
            return true;
        }
    }

    private static String buildOf(Path file) {
        String name = ProcessLock.nameOf(file);
        return name.substring(name.lastIndexOf('-') + 1);
    }

    /** A process never opens a file of its own, so that those of its other builds are looked at again and again. */
    private static void await(Path file) throws IOException, InterruptedException {
        if (ProcessLock.isOwn(file)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } else {
            ProcessLock.await(file);
        }
    }
}
