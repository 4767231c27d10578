package dev.chandler.cli.progress;

import java.util.ArrayList;
import java.util.List;

/** Cuts text that comes in pieces into lines; what is longer than a line can be is cut, too, so that it takes no more memory. */
final class LineBuffer {

    static final int LONGEST = 64 * 1024;

    private final StringBuilder rest = new StringBuilder();

    /** Takes a piece and gives the lines that it completes, without their ends. */
    List<String> add(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        // Only what is new is looked at: a program may write for ever without a line break.
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            take(text, start, end, lines);
            lines.addAll(end(true));
            start = end + 1;
        }
        take(text, start, text.length(), lines);
        return lines;
    }

    private void take(String text, int start, int end, List<String> lines) {
        int from = start;
        while (end - from > LONGEST - rest.length()) {
            int to = from + LONGEST - rest.length();
            to -= to > from && Character.isLowSurrogate(text.charAt(to)) ? 1 : 0;
            rest.append(text, from, to);
            lines.addAll(end(true));
            from = to;
        }
        rest.append(text, from, end);
    }

    /** Gives what is left, as a line if there is anything. */
    List<String> flush() {
        return end(false);
    }

    private List<String> end(boolean evenEmpty) {
        if (rest.isEmpty() && !evenEmpty) {
            return List.of();
        }
        int length = rest.length();
        String line = length > 0 && rest.charAt(length - 1) == '\r' ? rest.substring(0, length - 1) : rest.toString();
        rest.setLength(0);
        return List.of(line);
    }
}
