package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.event.RunListener;
import dev.chandler.cli.Console;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** How a run is shown; the constants are the words of {@code --progress}. */
public enum ProgressMode {
    /** {@link #tty} on a terminal, {@link #plain} elsewhere and where {@code CI} is set. */
    auto,
    /** What runs, and its last lines, in an area that is written over. */
    tty,
    /** A line for everything, good for logs. */
    plain,
    /** An event a line, on standard output. */
    json,
    /** Nothing; the image's id comes alone. */
    quiet;

    /**
     * Makes the view.
     *
     * @param console where it writes
     * @param verbose whether it says more
     * @return a view; the caller closes it
     */
    public ProgressView view(Console console, boolean verbose) {
        return switch (this) {
            case auto -> (console.interactive() && !isCi(console) ? tty : plain).view(console, verbose);
            case tty -> new TerminalView(console.screen(), Clock.systemUTC(), verbose).started();
            case plain -> new PlainView(console.err(), verbose);
            case json -> new JsonView(console.out());
            case quiet -> new QuietView();
        };
    }

    /**
     * Makes the view of several builds.
     *
     * @param console where it writes
     * @param verbose whether it says more
     * @return a view; the caller closes it
     */
    public BuildViews views(Console console, boolean verbose) {
        return switch (this) {
            case auto -> (console.interactive() && !isCi(console) ? tty : plain).views(console, verbose);
            case tty -> new TerminalView(console.screen(), Clock.systemUTC(), verbose).started();
            case plain -> new EachView(build -> new PlainView(console.err(), verbose, "[" + build + "] "));
            case json -> new EachView(build -> new JsonView(console.out(), Optional.of(build)));
            case quiet -> new EachView(build -> new QuietView());
        };
    }

    /** A view of its own for each build, all of which write whole lines to one place. */
    private record EachView(Function<String, ProgressView> views) implements BuildViews {

        @Override
        public RunListener of(String build) {
            return views.apply(build);
        }

        @Override
        public void close() {}
    }

    /** Some give their jobs a terminal, and keep what was written to it as a log. */
    private static boolean isCi(Console console) {
        String ci = console.environment().getOrDefault("CI", "");
        return !ci.isEmpty() && !ci.equals("false");
    }

    private static final class QuietView implements ProgressView {

        @Override
        public void on(RunEvent event) {}

        @Override
        public void close() {}
    }
}
