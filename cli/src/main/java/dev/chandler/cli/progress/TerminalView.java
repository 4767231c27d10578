package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import dev.chandler.cli.terminal.Screen;
import dev.chandler.cli.terminal.Size;
import java.time.Clock;

/**
 * A line for each step that is done and, below them, an area that moves: what runs, for how long, and its last lines.
 *
 * <p>Drawn by a thread of its own, at most ten times a second: an event only changes what the next picture will be, so that
 * no step waits for a terminal that is slow or was stopped. What a run ends with is drawn at once.
 */
final class TerminalView implements ProgressView {

    private static final int BETWEEN_MILLIS = 100;

    private final Screen screen;
    private final LiveRun run;
    private final Object drawing = new Object();
    private boolean closed;

    TerminalView(Screen screen, Clock clock, boolean verbose) {
        this.screen = screen;
        this.run = new LiveRun(screen.look(), clock, verbose);
    }

    /** Draws from now on. */
    TerminalView started() {
        Thread thread = new Thread(this::drawOnAndOn, "chandler-screen");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    @Override
    public void on(RunEvent event) {
        synchronized (run) {
            run.on(event);
        }
        if (event instanceof RunEvent.RunEnded) {
            draw();
        }
    }

    private void drawOnAndOn() {
        try {
            while (true) {
                draw();
                synchronized (run) {
                    if (closed) {
                        return;
                    }
                    run.wait(BETWEEN_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Draws what there is now. */
    void draw() {
        synchronized (drawing) {
            Size size = screen.size();
            LiveRun.Picture picture;
            synchronized (run) {
                picture = run.picture(size);
            }
            screen.show(picture.done(), picture.area());
        }
    }

    /** Leaves what is done and nothing of what moves. */
    @Override
    public void close() {
        synchronized (run) {
            if (closed) {
                return;
            }
            closed = true;
            run.end();
            run.notifyAll();
        }
        draw();
    }
}
