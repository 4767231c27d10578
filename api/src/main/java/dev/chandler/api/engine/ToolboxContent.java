package dev.chandler.api.engine;

import java.io.IOException;
import java.io.InputStream;
import org.apiguardian.api.API;

/**
 * The files of a toolbox, which may be large and are read only where they are needed: each {@link #open} reads them anew.
 * One thread at a time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ToolboxContent {

    /**
     * Opens it.
     *
     * @return a POSIX tar stream with numeric owners, whose paths are relative to the toolbox's root; the caller closes it
     * @throws IOException if it cannot be had
     * @throws InterruptedException if cancelled
     */
    InputStream open() throws IOException, InterruptedException;
}
