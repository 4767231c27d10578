package dev.chandler.cli.progress;

import java.util.ArrayList;
import java.util.List;

/** Cuts text that comes in pieces into lines; what never ends a line is cut where it gets too long to be kept. */
final class LineBuffer {

    /** More than anybody reads as one line. */
    static final int LONGEST = 1 << 16;

    private final StringBuilder rest = new StringBuilder();

    /** Takes a piece and gives the lines that it completes, without their ends. */
    List<String> add(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            rest.append(text, start, end);
            cut(lines);
            lines.add(ended());
            start = end + 1;
        }
        rest.append(text, start, text.length());
        cut(lines);
        return lines;
    }

    private void cut(List<String> lines) {
        int start = 0;
        while (rest.length() - start > LONGEST) {
            int end = start + LONGEST;
            if (Character.isHighSurrogate(rest.charAt(end - 1))) {
                end--;
            }
            lines.add(rest.substring(start, end));
            start = end;
        }
        rest.delete(0, start);
    }

    /** Gives what is left, as a line if there is anything. */
    List<String> flush() {
        return rest.isEmpty() ? List.of() : List.of(ended());
    }

    private String ended() {
        int end = rest.length();
        String line = rest.substring(0, end > 0 && rest.charAt(end - 1) == '\r' ? end - 1 : end);
        rest.setLength(0);
        return line;
    }
}
