package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The Docker and the LXD that the tests of this JVM have for themselves: of two JVMs that run tests side by side each has its own, so
 * that what a test finds on them is its own, or left behind.
 */
final class Daemons {

    /** What the testbed's variables of the second ones begin with. */
    private static final String SECOND = "SECOND_";

    /** Held as long as this JVM lives by the one that has the first ones. */
    private static final Optional<FileLock> FIRST = lock();

    private static final boolean IS_SECOND = FIRST.isEmpty();

    private static Optional<FileLock> lock() {
        try {
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "first-daemons.lock");
            return Optional.ofNullable(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Daemons() {}

    /** A variable of the testbed's environment, as it is for these daemons. */
    static String variable(String name) {
        String called = IS_SECOND ? SECOND + name : name;
        return Objects.requireNonNull(System.getenv(called), called + ": testbed/up docker lxd second");
    }

    /** A program that finds these daemons where its user would expect Docker and LXD. */
    static ProcessBuilder program(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        if (IS_SECOND) {
            Map<String, String> environment = builder.environment();
            System.getenv().forEach((name, value) -> {
                if (name.startsWith(SECOND)) {
                    environment.put(name.substring(SECOND.length()), value);
                }
            });
        }
        return builder;
    }
}
