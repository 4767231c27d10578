package dev.chandler.core.observe;

import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that only one user has, in a file that nobody else may read: {@code FOLDER/user-key/key}, made when it is first needed.
 *
 * <p>Its folder is made beside its place and moved there whole, which fails where there is one already: so of several
 * processes that make one at once all use the same, and none ever sees half of one. Thread-safe.
 */
public final class UserKey {

    private static final int LENGTH = 32;

    private final Path folder;
    private byte @Nullable [] read;

    /**
     * Names a key.
     *
     * @param folder where it is, or will be
     */
    public UserKey(Path folder) {
        this.folder = folder;
    }

    /** The key, which the caller does not change. */
    synchronized byte[] bytes() {
        byte[] key = read;
        if (key == null) {
            key = readOrMade();
            read = key;
        }
        return key;
    }

    private byte[] readOrMade() {
        try {
            return checked(Files.readAllBytes(place()));
        } catch (NoSuchFileException e) {
            return made();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    private byte[] made() {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempDirectory(folder, ".user-key");
            try {
                write(part.resolve("key"));
                Files.move(part, place().getParent(), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.deleteIfExists(part.resolve("key"));
                Files.deleteIfExists(part);
                if (!Files.exists(place())) {
                    throw e;
                }
            }
            // Whoever came first has made it.
            return checked(Files.readAllBytes(place()));
        } catch (IOException e) {
            throw failure("make", e);
        }
    }

    private static void write(Path file) throws IOException {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownersAlone = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, options, ownersAlone)) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
    }

    private byte[] checked(byte[] key) {
        if (key.length != LENGTH) {
            throw new CacheException(Problem.of("CH-CACHE-007", place() + " is no key of this user")
                    .because("it has " + key.length + " bytes instead of " + LENGTH)
                    .remedy("remove it: another is made, and steps that observe something run once more"));
        }
        return key;
    }

    private Path place() {
        return folder.resolve("user-key").resolve("key");
    }

    private CacheException failure(String verb, IOException e) {
        return new CacheException(
                Problem.of("CH-CACHE-006", "cannot " + verb + " the key of this user in " + folder)
                        .because(e.toString())
                        .remedy("give the folder room and rights, or name another by XDG_STATE_HOME"),
                e);
    }
}
