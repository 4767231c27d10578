package dev.chandler.cli.progress;

import dev.chandler.cli.terminal.DisplayWidth;
import dev.chandler.cli.terminal.Look;
import dev.chandler.cli.terminal.Look.Style;
import dev.chandler.cli.terminal.Row;
import dev.chandler.cli.terminal.VisibleText;
import java.util.List;
import java.util.stream.Stream;

/** Makes the rows of steps: sign, id, title and time, of which the title gives way first where it is narrow. */
final class StepRows {

    /** Less of a title than this says nothing. */
    private static final int SHORTEST_TITLE = 6;

    private final Look look;
    private final int limit;

    /** Makes rows for a screen of so many columns, and leaves the last free, at which terminals differ. */
    StepRows(Look look, int columns) {
        this.look = look;
        this.limit = Math.max(1, columns - 1);
    }

    Row row(Style style, String sign, String id, String title, String behind) {
        String ellipsis = look.sign("…", "...");
        String name = look.shown(VisibleText.of(id));
        int least = Math.min(DisplayWidth.of(name), limit / 2);
        String end =
                DisplayWidth.fit("  " + behind, Math.max(limit - least - DisplayWidth.of(sign + " "), 0), ellipsis);
        int room = limit - DisplayWidth.of(sign + " " + end);
        name = DisplayWidth.fit(name, Math.max(room, 0), ellipsis);
        int left = room - DisplayWidth.of(name) - 2;
        String words = look.shown(VisibleText.of(title));
        boolean titled = !words.isEmpty() && left >= Math.min(SHORTEST_TITLE, DisplayWidth.of(words));
        Row row = Row.EMPTY.with(look, style, sign + " ", limit).with(look, Style.PLAIN, name, limit);
        if (titled) {
            row = row.with(look, Style.PLAIN, "  " + DisplayWidth.fit(words, left, ellipsis), limit);
        }
        return row.with(look, Style.DIM, end, limit);
    }

    /** A step's output, below it. */
    Stream<Row> output(List<String> lines) {
        return lines.stream().map(line -> words(Style.DIM, "  " + look.sign("│", "|") + " " + line, ""));
    }

    /** Words after others that are set off. */
    Row words(Style style, String first, String then) {
        return Row.EMPTY.with(look, style, first, limit).with(look, Style.PLAIN, then, limit);
    }
}
