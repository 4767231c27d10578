package dev.chandler.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A temporary folder whose name is short enough for Unix sockets in it; closing it removes it with all that is in it.
 *
 * @param path where it is
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record OwnFolder(Path path) implements AutoCloseable {

    /**
     * Makes one, empty and for nobody else.
     *
     * @return the folder; the caller closes it
     * @throws IOException if it cannot be made
     */
    public static OwnFolder make() throws IOException {
        return new OwnFolder(Files.createTempDirectory("chandler-own"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            List<Path> inside = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path each : inside) {
                Files.delete(each);
            }
        }
    }
}
