package dev.chandler.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal in memory: what it shows after what was written to it.
 *
 * <p>Knows what {@link Screen} uses, and fails on anything else. Lines that are too long wrap, as on a terminal at the last
 * column, where the cursor waits for the next character. Lines that leave the screen above stay in its history.
 */
public final class TerminalDouble extends Writer {

    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\d*)([A-Za-z])");

    private final List<Line> lines = new ArrayList<>(List.of(new Line()));
    private int columns;
    private int height;
    private int row;
    private int column;
    private int writes;
    private boolean coloured;
    private final StringBuilder pending = new StringBuilder();

    /** Makes an empty one. */
    public TerminalDouble(int columns, int height) {
        this.columns = columns;
        this.height = height;
    }

    private static final class Line {
        private final List<String> cells = new ArrayList<>();
        private boolean wrapped;
    }

    /** Its screen. */
    public Screen screen(Look look) {
        return new Screen(new PrintWriter(this), () -> new Size(columns, height), look);
    }

    /** What it shows, with its history, without what is empty at the end. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(
                line -> text.append(String.join("", line.cells).stripTrailing()).append('\n'));
        return text.toString().stripTrailing() + "\n";
    }

    /** How many times something was sent to it. */
    public synchronized int writes() {
        return writes;
    }

    /** Whether a colour is on that nobody has ended. */
    public synchronized boolean isColoured() {
        return coloured;
    }

    /** Makes it wider or narrower; what has wrapped is put together and wraps anew, as most terminals do. */
    public synchronized void resize(int newColumns) {
        List<Line> old = new ArrayList<>(lines);
        int cursor = row;
        lines.clear();
        lines.add(new Line());
        row = 0;
        column = 0;
        columns = newColumns;
        for (int i = 0; i < old.size(); i++) {
            if (i == cursor) {
                // The cursor is at the beginning of a line of its own.
                break;
            }
            old.get(i).cells.stream().filter(cell -> !cell.isEmpty()).forEach(this::place);
            if (!old.get(i).wrapped) {
                newLine();
            }
        }
    }

    @Override
    public synchronized void write(char[] buffer, int offset, int length) {
        pending.append(buffer, offset, length);
    }

    @Override
    public synchronized void flush() {
        String text = pending.toString();
        pending.setLength(0);
        writes += text.isEmpty() ? 0 : 1;
        Matcher sequence = SEQUENCE.matcher(text);
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (character == 0x1b && sequence.find(i) && sequence.start() == i) {
                obey(sequence.group(1), sequence.group(2).charAt(0));
                i = sequence.end();
                continue;
            }
            if (character == '\n') {
                newLine();
            } else if (character == '\r') {
                column = 0;
            } else if (character < ' ' || (character >= 0x7f && character < 0xa0)) {
                throw new AssertionError("U+%04X has come to the terminal, in: %s".formatted(character, text));
            } else {
                place(Character.toString(character));
            }
            i += Character.charCount(character);
        }
    }

    private void obey(String number, char command) {
        int count = number.isEmpty() ? 1 : Integer.parseInt(number);
        switch (command) {
            case 'A' -> row = Math.max(Math.max(0, lines.size() - height), row - count);
            case 'J' -> {
                eraseRest();
                lines.subList(row + 1, lines.size()).clear();
            }
            case 'K' -> eraseRest();
            case 'm' -> coloured = !number.equals("0");
            default -> throw new AssertionError("no terminal of ours knows " + number + command);
        }
    }

    /** Where the last column is filled the cursor still stands on it, and so what is there is erased. */
    private void eraseRest() {
        Line line = lines.get(row);
        int from = Math.min(column, columns - 1);
        if (from < line.cells.size()) {
            line.cells.subList(from, line.cells.size()).clear();
        }
        line.wrapped = false;
    }

    private void newLine() {
        row++;
        column = 0;
        if (row == lines.size()) {
            lines.add(new Line());
        }
    }

    private void place(String character) {
        int width = width(character.codePointAt(0));
        Line line = lines.get(row);
        if (width == 0) {
            int last = column - 1;
            line.cells.set(last, line.cells.get(last) + character);
            return;
        }
        if (column + width > columns) {
            line.wrapped = true;
            newLine();
            line = lines.get(row);
        }
        while (line.cells.size() < column + width) {
            line.cells.add(" ");
        }
        line.cells.set(column, character);
        if (width == 2) {
            line.cells.set(column + 1, "");
        }
        column += width;
    }

    private static int width(int character) {
        if (character >= 0x300 && character < 0x370) {
            return 0;
        }
        return (character >= 0x3000 && character < 0xA000) || character >= 0x1F300 ? 2 : 1;
    }

    @Override
    public void close() {}
}
