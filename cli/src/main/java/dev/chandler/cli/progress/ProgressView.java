package dev.chandler.cli.progress;

import dev.chandler.api.event.RunListener;

/** Shows a run as it goes on; closing it leaves the screen as it should be. */
public interface ProgressView extends RunListener, AutoCloseable {

    @Override
    void close();
}
