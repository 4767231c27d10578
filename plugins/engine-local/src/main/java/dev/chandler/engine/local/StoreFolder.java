package dev.chandler.engine.local;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The folder in which all of the engine is; files in it are there whole or not at all.
 *
 * <p>{@code l} has layers and {@code i} what is known of them; {@code d} layers by their diff ids; {@code states} and {@code keys},
 * {@code images} and {@code names}; {@code uses} what running clients hold; {@code w} what they work in; {@code caches} and
 * {@code toolboxes}; {@code claims} what they make; {@code t} and {@code p} archives of layers and their digests. Thread-safe, also between processes.
 */
final class StoreFolder {

    static final String FORMAT = "chandler.local.v1";

    private static final String FORMAT_FILE = "format";

    private static final List<String> PARTS = List.of(
            "l", "i", "d", "states", "keys", "images", "names", "uses", "w", "caches", "toolboxes", "claims", "t", "p");
    /** How names end of what is to be removed, by whoever comes. */
    static final String GONE = ".gone";

    /** How names end of what is half there. */
    static final String HALF = ".new";

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int NAME_LENGTH = 8;
    private static final long PAUSE_NANOS = 500_000;

    private final Path root;
    private final ClientIdentity client;
    private final SecureRandom random = new SecureRandom();

    private StoreFolder(Path root, ClientIdentity client) {
        this.root = root;
        this.client = client;
    }

    /**
     * Opens a store. One that is not there is made when something is to be kept in it.
     *
     * @throws EngineException if it is of another format
     */
    static StoreFolder open(Path root, ClientIdentity client) {
        try {
            StoreFolder store = new StoreFolder(real(root), client);
            store.isThere();
            return store;
        } catch (IOException e) {
            throw LocalProblems.store("use the store", root, e);
        }
    }

    /** What is mounted below a path is not seen through a link: so the path has none. */
    private static Path real(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null || Files.exists(path)) {
            return path.toRealPath();
        }
        return real(parent).resolve(path.getFileName());
    }

    /**
     * Whether anything was ever kept.
     *
     * @throws EngineException if by another format, or another user
     */
    boolean isThere() {
        Optional<String> found = read("", FORMAT_FILE).map(String::strip);
        if (found.isPresent() && !found.get().equals(FORMAT)) {
            throw LocalProblems.notOurs(root, found.get());
        }
        if (found.isPresent()) {
            try {
                requireOwn();
            } catch (IOException e) {
                throw LocalProblems.store("use the store", root, e);
            }
        }
        return found.isPresent();
    }

    /**
     * Makes the store, if it is not there. Only its owner gets in: below are programs with the set-user-id bit, and folders that anybody may write to.
     *
     * <p>A folder becomes a store only if it is this user's and nothing is in it, for all that a store holds and nobody needs is removed.
     *
     * @throws EngineException if it cannot be made, or something else is there
     */
    void prepare() {
        try {
            if (isThere()) {
                return;
            }
            Files.createDirectories(root);
            requireOwn();
            if (!isEmptyOrBegun() && !isThere()) {
                throw LocalProblems.notEmpty(root);
            }
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            for (String part : PARTS) {
                Files.createDirectories(root.resolve(part));
            }
            Path half = Files.createTempFile(root, FORMAT_FILE, "");
            Files.writeString(half, FORMAT + "\n");
            Files.move(half, root.resolve(FORMAT_FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LocalProblems.store("make the store", root, e);
        }
    }

    /** Another client may be about to make it, or have been killed before it had. */
    private boolean isEmptyOrBegun() throws IOException {
        List<Path> found;
        try (Stream<Path> paths = Files.list(root)) {
            found = paths.toList();
        }
        for (Path each : found) {
            if (!each.getFileName().toString().startsWith(FORMAT_FILE) && !isEmptyPart(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmptyPart(Path path) throws IOException {
        if (!PARTS.contains(path.getFileName().toString()) || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> paths = Files.list(path)) {
            return paths.findAny().isEmpty();
        }
    }

    private void requireOwn() throws IOException {
        Object owner = Files.getAttribute(root, "unix:uid");
        if (!owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw LocalProblems.anothers(root, String.valueOf(owner));
        }
    }

    Path root() {
        return root;
    }

    ClientIdentity client() {
        return client;
    }

    Path path(String part, String name) {
        return root.resolve(part).resolve(name);
    }

    /** A short name that is nobody's yet: 400 of them have to fit into the options of one mount. */
    String freshName() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < NAME_LENGTH; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** The names in a part, in order. */
    List<String> names(String part) {
        try (Stream<Path> paths = Files.list(root.resolve(part))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of(); // Nothing was ever kept.
        } catch (IOException e) {
            throw LocalProblems.store("look into", root.resolve(part), e);
        }
    }

    /** The names of folders in a part, in order: a file among them is half of something. */
    List<String> folders(String part) {
        return names(part).stream()
                .filter(name -> Files.isDirectory(path(part, name), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    Optional<String> read(String part, String name) {
        try {
            return Optional.of(Files.readString(path(part, name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LocalProblems.store("read", path(part, name), e);
        }
    }

    /** Writes a file, at once: others see the old or the new. */
    void write(String part, String name, String text) {
        Path whole = path(part, name);
        Path half = path("w", freshName() + HALF);
        try {
            Files.writeString(half, text, StandardOpenOption.CREATE_NEW);
            Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(half, e);
            throw LocalProblems.store("write", whole, e);
        }
    }

    private static void discard(Path half, IOException why) {
        try {
            Files.deleteIfExists(half);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    boolean has(String part, String name) {
        return Files.exists(path(part, name));
    }

    /** When something last changed that does not change once it has its name, or now if it has gone meanwhile. */
    Instant changed(String part, String name) {
        try {
            return Files.getLastModifiedTime(path(part, name)).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.now();
        } catch (IOException e) {
            throw LocalProblems.store("look at", path(part, name), e);
        }
    }

    void delete(String part, String name) {
        try {
            Files.deleteIfExists(path(part, name));
        } catch (IOException e) {
            throw LocalProblems.store("remove", path(part, name), e);
        }
    }

    void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LocalProblems.store("write", to, e);
        }
    }

    Path makeFolder(String part, String name) {
        try {
            return Files.createDirectory(path(part, name));
        } catch (IOException e) {
            throw LocalProblems.store("make", path(part, name), e);
        }
    }

    /** Removes a folder: at once, as far as others can see, and then all that is in it. */
    void removeTree(Path folder) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            takeApart(aside(folder));
        }
    }

    /** Takes a folder out of its place, to be taken apart when nobody has to wait for that. */
    Path aside(Path folder) {
        Path aside = path("w", freshName() + GONE);
        move(folder, aside);
        return aside;
    }

    /** Removes what was taken out of its place; works on an interrupted thread, too. */
    static void takeApart(Path aside) {
        Program.always("rm", "-rf", aside.toString());
    }

    /** Something that reads and writes more than one file, briefly. */
    interface Work<T> {
        T run();
    }

    /** Does something while nobody else does, in this process or another; not to be nested. */
    <T> T alone(Work<T> work) {
        // A process has one lock of a file, whichever of its objects asked for it: threads wait for each other before.
        boolean interrupted = Thread.interrupted();
        synchronized (("chandler local " + root).intern()) {
            // Closing it gives the lock up.
            try (FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel);
                return work.run();
            } catch (IOException e) {
                throw LocalProblems.store("lock", root, e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Asks again and again, which no interrupt ends, other than waiting for it, of which the channel is closed: it is held for moments. */
    private static void lock(FileChannel channel) throws IOException {
        while (channel.tryLock() == null) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
