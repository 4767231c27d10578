package dev.chandler.cli.terminal;

import dev.chandler.cli.terminal.Look.Style;

/**
 * A line that is no wider than it may be, with its colours.
 *
 * @param text what is written
 * @param columns how many columns it takes at most
 */
public record Row(String text, int columns) {

    /** An empty row, to be added to. */
    public static final Row EMPTY = new Row("", 0);

    /**
     * Adds text, which has no control characters.
     *
     * @param look what the terminal may be given
     * @param style how it is set off
     * @param added the text
     * @param limit how wide the row may get; what is too much is cut off
     * @return the longer row
     */
    public Row with(Look look, Style style, String added, int limit) {
        String fitted = DisplayWidth.fit(look.shown(added), Math.max(limit - columns, 0), look.sign("…", "..."));
        return new Row(text + look.styled(style, fitted), columns + DisplayWidth.of(fitted));
    }
}
