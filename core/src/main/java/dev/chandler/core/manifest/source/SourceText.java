package dev.chandler.core.manifest.source;

import dev.chandler.api.problem.Location;
import java.util.Arrays;

/** Text of a file, which can say where each of its characters was written. Immutable. */
public final class SourceText {

    private final String name;
    private final String text;
    private final int[] lineStarts;
    private final CodePointIndex codePoints;

    /**
     * Takes text.
     *
     * @param name the file as messages name it
     * @param text its text, or that text with lines emptied
     */
    public SourceText(String name, String text) {
        this.name = name;
        this.text = text;
        this.lineStarts = lineStarts(text);
        this.codePoints = new CodePointIndex(text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    /**
     * The file's name.
     *
     * @return as messages name it
     */
    public String name() {
        return name;
    }

    /**
     * All of it.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * How many lines there are; the last may be empty.
     *
     * @return at least 1
     */
    public int lineCount() {
        return lineStarts.length;
    }

    /**
     * Where a line begins.
     *
     * @param line from 1
     * @return the offset of its first character
     */
    public int lineStart(int line) {
        return lineStarts[line - 1];
    }

    /**
     * One line.
     *
     * @param line from 1
     * @return its text with its line break
     */
    public String line(int line) {
        int end = line == lineStarts.length ? text.length() : lineStarts[line];
        return text.substring(lineStarts[line - 1], end);
    }

    /**
     * Which line a character is in.
     *
     * @param offset from 0, in chars; the end of the text counts as its last line
     * @return the line, from 1
     */
    public int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /**
     * Where a character was written.
     *
     * @param offset from 0, in chars
     * @return its place
     */
    public Location at(int offset) {
        int bounded = Math.max(0, Math.min(offset, text.length()));
        int line = lineOf(bounded);
        return new Location(name, line, codePoints.before(bounded) - codePoints.before(lineStart(line)) + 1);
    }

    /**
     * Goes on from a character by some code points.
     *
     * @param offset from 0, in chars
     * @param count how many code points
     * @return an offset in chars, at most the end of the text
     */
    public int forward(int offset, int count) {
        return codePoints.offsetOf(codePoints.before(offset) + count);
    }
}
