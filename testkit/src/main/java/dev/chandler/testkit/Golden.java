package dev.chandler.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Compares text that people read with a file kept beside the tests, in {@code src/test/resources}.
 *
 * <p>Files are written only with {@code -Dgolden.update}; look at the difference before committing it. What changes from
 * run to run, such as times, is the caller's to replace beforehand.
 *
 * <pre>{@code
 * Golden.assertMatches("plan/hello.txt", text);
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Golden {

    private final Path folder;
    private final boolean update;

    Golden(Path folder, boolean update) {
        this.folder = folder;
        this.update = update;
    }

    /**
     * Fails unless the text is what the file has.
     *
     * @param name the file, relative to the module's {@code src/test/resources}
     * @param actual the text
     * @throws AssertionError with the difference line by line
     */
    public static void assertMatches(String name, String actual) {
        Path module = Path.of(System.getProperty("basedir", ""));
        new Golden(module.resolve("src/test/resources"), System.getProperty("golden.update") != null)
                .check(name, actual);
    }

    void check(String name, String actual) {
        Path file = folder.resolve(name);
        try {
            if (update) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
            } else if (!Files.exists(file)) {
                throw new AssertionError("no golden file " + file + "; -Dgolden.update writes it:\n" + actual);
            } else {
                compare(file, Files.readString(file), actual);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(Path file, String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("not as in " + file + " (- there, + now; -Dgolden.update takes what is now):\n"
                    + LineDiff.of(expected, actual));
        }
    }
}
