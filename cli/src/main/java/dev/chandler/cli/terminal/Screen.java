package dev.chandler.cli.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a terminal: lines that stay, and below them an area that is written over.
 *
 * <p>The cursor always rests at the beginning of the line below the area, no colour is left on and nothing is switched off,
 * so that whatever ends the process, the terminal is as it should be. What changes goes out in one piece. Thread-safe.
 */
public final class Screen {

    private static final String UP = "\u001b[%dA";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final String ERASE_REST = "\u001b[K";

    private final PrintWriter out;
    private final Supplier<Size> sizes;
    private final Look look;

    private volatile @Nullable Size size;
    private List<Row> area = List.of();

    /**
     * Makes a screen; nothing is written or asked yet.
     *
     * @param out the terminal; stays the caller's to close
     * @param sizes tells how large it is
     * @param look what it may be given
     */
    public Screen(PrintWriter out, Supplier<Size> sizes, Look look) {
        this.out = out;
        this.sizes = sizes;
        this.look = look;
    }

    /** What it may be given. */
    public Look look() {
        return look;
    }

    /** How large it is; asked for once, and again after {@link #resized()}. May take some milliseconds. */
    public synchronized Size size() {
        Size known = size;
        if (known == null) {
            known = sizes.get();
            size = known;
        }
        return known;
    }

    /** Tells that the size may be another one. Returns at once. */
    public void resized() {
        size = null;
    }

    /**
     * Writes lines that stay, and the area anew.
     *
     * @param lines lines of any width
     * @param next the area, which may be empty; none of its rows as wide as the screen, and fewer than that has
     */
    public synchronized void show(List<String> lines, List<Row> next) {
        if (lines.isEmpty() && next.equals(area)) {
            return;
        }
        StringBuilder text = new StringBuilder("\r");
        int up = rows(area);
        text.append(up == 0 ? "" : UP.formatted(up));
        if (!lines.isEmpty() || next.isEmpty()) {
            // A line that stays may wrap: what is erased at its end would be its last character, or not be all.
            text.append(ERASE_BELOW);
        }
        lines.forEach(line -> text.append(line).append('\n'));
        next.forEach(row -> text.append(row.text()).append(ERASE_REST).append('\n'));
        text.append(next.isEmpty() ? "" : ERASE_BELOW);
        area = List.copyOf(next);
        out.print(text);
        out.flush();
    }

    /**
     * Writes a line that stays, above the area.
     *
     * @param line the line
     */
    public synchronized void say(String line) {
        if (area.isEmpty()) {
            out.println(line);
            out.flush();
        } else {
            show(List.of(line), area);
        }
    }

    /** How many rows these take now: a terminal that was made narrower has wrapped them. */
    private int rows(List<Row> drawn) {
        if (drawn.isEmpty()) {
            return 0;
        }
        int columns = size().columns();
        return drawn.stream()
                .mapToInt(row -> Math.max(1, (row.columns() + columns - 1) / columns))
                .sum();
    }
}
