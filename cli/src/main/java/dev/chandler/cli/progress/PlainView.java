package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import dev.chandler.cli.terminal.VisibleText;
import java.io.PrintWriter;

/** A line for everything that happens, a step's lines behind its id. */
public final class PlainView implements ProgressView {

    private final PrintWriter out;
    private final boolean verbose;
    private final String prefix;
    private final StepLines lines = new StepLines();

    /**
     * Makes a view.
     *
     * @param out where it writes; stays the caller's to close
     * @param verbose whether it says more
     */
    public PlainView(PrintWriter out, boolean verbose) {
        this(out, verbose, "");
    }

    /** Makes a view whose lines all begin with something. */
    PlainView(PrintWriter out, boolean verbose, String prefix) {
        this.out = out;
        this.verbose = verbose;
        this.prefix = prefix;
    }

    @Override
    public void on(RunEvent event) {
        String step = StepIds.of(event);
        lines.of(event).forEach(line -> out.println(prefix + step + " | " + line));
        RunWords.step(event).ifPresent(text -> out.println(VisibleText.of(prefix + step + "  " + text)));
        RunWords.line(event, verbose).stream()
                .flatMap(String::lines)
                .map(line -> VisibleText.of(prefix + line))
                .forEach(out::println);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
