package dev.chandler.core.project;

import dev.chandler.api.engine.Engine;
import dev.chandler.core.export.Staging;

/** How images are read: where they are, and where there is room for them on the client. Thread-safe. */
public interface ImageAccess {

    /**
     * Where the images are.
     *
     * @return connected when it is first asked for; not to be closed
     * @throws InterruptedException if cancelled
     */
    Engine engine() throws InterruptedException;

    /**
     * Where there is room.
     *
     * @return not to be closed
     * @throws InterruptedException if cancelled
     */
    Staging staging() throws InterruptedException;
}
