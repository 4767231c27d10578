package dev.chandler.api.engine;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** An instance that is not ours, running or not, of whose volumes something is taken. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface DataContainer {

    /**
     * Where it has something mounted.
     *
     * @return absolute paths, sorted
     */
    List<String> volumes();

    /**
     * Packs a directory of it.
     *
     * @param path an absolute path, which may be that of a volume
     * @return a POSIX tar stream whose paths begin with the path's last name, which the caller closes; empty if there is no
     *     such file
     * @throws InterruptedException if cancelled
     */
    Optional<InputStream> get(String path) throws InterruptedException;
}
