package dev.chandler.provisioner.consultemplate;

import java.time.Duration;

/** consul-template while it runs, wherever that is. Closing it ends it. */
interface RenderRun extends AutoCloseable {

    /**
     * Waits for its end.
     *
     * @return true if it has ended, and all that it said is in the {@link #log}
     */
    boolean awaitEnd(Duration atMost) throws InterruptedException;

    /** Its exit status, once it has ended. */
    int status();

    /** What it says. */
    RenderLog log();

    @Override
    void close();
}
