package dev.chandler.cli.progress;

import dev.chandler.api.event.RunListener;

/** Shows several builds beside each other, each under its name; closing it leaves the screen as it should be. Thread-safe. */
public interface BuildViews extends AutoCloseable {

    /**
     * The view of one build.
     *
     * @param build its name
     * @return is told what happens in it
     */
    RunListener of(String build);

    @Override
    void close();
}
