package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import dev.chandler.cli.Console;

/** How a run is shown; the constants are the words of {@code --progress}. */
public enum ProgressMode {
    /** {@link #tty} on a terminal, {@link #plain} elsewhere. */
    auto,
    /** Colours, and a line that moves. */
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
            case auto -> (console.interactive() ? tty : plain).view(console, verbose);
            case tty -> new TerminalView(console.err(), verbose);
            case plain -> new PlainView(console.err(), verbose);
            case json -> new JsonView(console.out());
            case quiet -> new QuietView();
        };
    }

    private static final class QuietView implements ProgressView {

        @Override
        public void on(RunEvent event) {}

        @Override
        public void close() {}
    }
}
