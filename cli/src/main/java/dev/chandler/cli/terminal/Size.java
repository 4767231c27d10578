package dev.chandler.cli.terminal;

/**
 * How much a terminal shows.
 *
 * @param columns at least 1
 * @param rows at least 1
 */
public record Size(int columns, int rows) {

    /** What is taken where nothing is known. */
    public static final Size USUAL = new Size(80, 24);

    /** Makes a size. */
    public Size {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException(columns + " columns, " + rows + " rows");
        }
    }
}
