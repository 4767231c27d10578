package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Colours, and a last line that says what is going on now and is written over.
 *
 * <p>Uses a few ECMA-48 sequences that every terminal has: colour, carriage return, erase to the end of the line.
 */
final class TerminalView implements ProgressView {

    private static final String ERASE = "\r\u001b[K";
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";
    private static final int STATUS_WIDTH = 78;

    private final PrintWriter out;
    private final boolean verbose;
    private final StepLines lines = new StepLines();
    private final Map<String, String> running = new LinkedHashMap<>();
    private String slow = "";

    TerminalView(PrintWriter out, boolean verbose) {
        this.out = out;
        this.verbose = verbose;
    }

    @Override
    public void on(RunEvent event) {
        out.print(ERASE);
        String step = StepIds.of(event);
        lines.of(event).forEach(line -> out.println(DIM + step + " | " + line + RESET));
        if (event instanceof RunEvent.StepStarted started) {
            running.put(step, started.title());
        } else {
            RunWords.step(event).ifPresent(text -> out.println(mark(event) + step + "  " + titled(step, text)));
        }
        if (ends(event)) {
            running.remove(step);
        }
        slow = event instanceof RunEvent.Progress progress ? words(progress) : "";
        RunWords.line(event, verbose).ifPresent(out::println);
        out.print(status());
        out.flush();
    }

    private String titled(String step, String text) {
        String title = running.get(step);
        return title == null ? text : title + "  " + DIM + text + RESET;
    }

    private static String mark(RunEvent event) {
        if (event instanceof RunEvent.StepFailed) {
            return RED + "✗ " + RESET;
        }
        if (event instanceof RunEvent.StepSucceeded || event instanceof RunEvent.StepHit) {
            return GREEN + "✔ " + RESET;
        }
        return "· ";
    }

    private static boolean ends(RunEvent event) {
        return event instanceof RunEvent.StepSucceeded
                || event instanceof RunEvent.StepFailed
                || event instanceof RunEvent.StepCancelled;
    }

    private static String words(RunEvent.Progress progress) {
        if (progress.totalBytes() <= 0) {
            return progress.what();
        }
        return progress.what() + " " + progress.doneBytes() * 100 / progress.totalBytes() + " %";
    }

    private String status() {
        String text = slow;
        if (slow.isEmpty() && !running.isEmpty()) {
            var first = running.entrySet().iterator().next();
            text = first.getKey() + "  " + first.getValue()
                    + (running.size() == 1 ? "" : " (and " + (running.size() - 1) + " more)");
        }
        return text.isEmpty() ? "" : "▸ " + (text.length() > STATUS_WIDTH ? text.substring(0, STATUS_WIDTH) : text);
    }

    @Override
    public void close() {
        out.print(ERASE);
        out.flush();
    }
}
