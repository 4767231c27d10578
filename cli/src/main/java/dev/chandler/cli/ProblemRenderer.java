package dev.chandler.cli;

import dev.chandler.api.problem.Problem;
import dev.chandler.cli.terminal.VisibleText;
import java.util.List;

/** Words problems for a terminal; the only place that does. */
public final class ProblemRenderer {

    private static final int CODE_COLUMN = 88;

    private ProblemRenderer() {}

    /**
     * Words problems.
     *
     * @param problems in the order in which they are to be shown
     * @return lines, each ended by a line feed: what and where first, then, indented, why and what to do
     */
    public static String render(List<Problem> problems) {
        StringBuilder out = new StringBuilder();
        problems.forEach(problem ->
                render(out, problem.where().map(where -> where + ": ").orElse("error: "), problem));
        return out.toString();
    }

    /**
     * Words what is not wrong but worth knowing.
     *
     * @param warnings in the order in which they are to be shown
     * @return lines as {@link #render} gives them, each said to be a warning
     */
    public static String renderWarnings(List<Problem> warnings) {
        StringBuilder out = new StringBuilder();
        warnings.forEach(warning ->
                render(out, warning.where().map(where -> where + ": ").orElse("") + "warning: ", warning));
        return out.toString();
    }

    private static void render(StringBuilder out, String start, Problem problem) {
        String first = visible(start + problem.what());
        out.append(first).append(" ".repeat(Math.max(2, CODE_COLUMN - first.length())));
        out.append('[').append(problem.code()).append("]\n");
        problem.why().ifPresent(why -> indented(out, why));
        problem.remedy().ifPresent(remedy -> indented(out, remedy));
    }

    private static void indented(StringBuilder out, String text) {
        text.lines().forEach(line -> out.append("  ").append(visible(line)).append('\n'));
    }

    /** It may quote a manifest that somebody else wrote, or an engine. A return would hide what stands before it. */
    private static String visible(String text) {
        return VisibleText.of(text.replace('\r', ' '));
    }
}
