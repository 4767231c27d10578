package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.event.RunListener;
import dev.chandler.cli.terminal.Row;
import dev.chandler.cli.terminal.Screen;
import dev.chandler.cli.terminal.Size;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line for each step that is done and, below them, an area that moves: what runs, for how long, and its last lines.
 *
 * <p>Drawn by a thread of its own, at most ten times a second: an event only changes what the next picture will be, so that
 * no step waits for a terminal that is slow or was stopped. What a run ends with is drawn at once. Several builds share the area.
 */
final class TerminalView implements ProgressView, BuildViews {

    private static final int BETWEEN_MILLIS = 100;

    private final Screen screen;
    private final Clock clock;
    private final boolean verbose;
    /** By the names of the builds; also what is waited and told by. */
    private final Map<String, LiveRun> runs = new LinkedHashMap<>();

    private final Object drawing = new Object();
    private boolean closed;

    TerminalView(Screen screen, Clock clock, boolean verbose) {
        this.screen = screen;
        this.clock = clock;
        this.verbose = verbose;
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
        on("", event);
    }

    @Override
    public RunListener of(String build) {
        return event -> on(build, event);
    }

    private void on(String build, RunEvent event) {
        synchronized (runs) {
            runs.computeIfAbsent(build, this::run).on(event);
        }
        if (event instanceof RunEvent.RunEnded) {
            draw();
        }
    }

    private LiveRun run(String build) {
        return new LiveRun(screen.look(), clock, verbose, build.isEmpty() ? "" : "[" + build + "] ");
    }

    private void drawOnAndOn() {
        try {
            while (true) {
                draw();
                synchronized (runs) {
                    if (closed) {
                        return;
                    }
                    runs.wait(BETWEEN_MILLIS);
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
            List<String> done = new ArrayList<>();
            List<Row> area = new ArrayList<>();
            synchronized (runs) {
                // A row is left below the area; what the first ones do not need is for the others.
                int left = runs.size();
                int room = size.rows() - 1;
                for (LiveRun run : runs.values()) {
                    int share = (room - area.size()) / left--;
                    LiveRun.Picture picture = run.picture(new Size(size.columns(), share + 1));
                    done.addAll(picture.done());
                    area.addAll(picture.area());
                }
            }
            screen.show(done, area);
        }
    }

    /** Leaves what is done and nothing of what moves. */
    @Override
    public void close() {
        synchronized (runs) {
            if (closed) {
                return;
            }
            closed = true;
            runs.values().forEach(LiveRun::end);
            runs.notifyAll();
        }
        draw();
    }
}
