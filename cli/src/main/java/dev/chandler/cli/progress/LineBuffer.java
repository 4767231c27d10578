package dev.chandler.cli.progress;

import java.util.ArrayList;
import java.util.List;

/** Cuts text that comes in pieces into lines. */
final class LineBuffer {

    private final StringBuilder rest = new StringBuilder();

    /** Takes a piece and gives the lines that it completes, without their ends. */
    List<String> add(String text) {
        List<String> lines = new ArrayList<>();
        rest.append(text);
        int start = 0;
        for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
            lines.add(withoutReturn(rest.substring(start, end)));
            start = end + 1;
        }
        rest.delete(0, start);
        return lines;
    }

    /** Gives what is left, as a line if there is anything. */
    List<String> flush() {
        if (rest.isEmpty()) {
            return List.of();
        }
        String line = withoutReturn(rest.toString());
        rest.setLength(0);
        return List.of(line);
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
