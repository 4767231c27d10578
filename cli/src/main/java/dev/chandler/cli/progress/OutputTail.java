package dev.chandler.cli.progress;

import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.cli.terminal.VisibleText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The last lines that a step has written, also the one that it has not ended yet; bounded whatever it writes. */
final class OutputTail {

    /** Longer than any terminal is wide, shorter than what would cost anything to look at ten times a second. */
    private static final int LONGEST = 4096;

    private final int kept;
    private final Deque<String> lines = new ArrayDeque<>();
    private final Map<Channel, StringBuilder> begun = new EnumMap<>(Channel.class);

    OutputTail(int kept) {
        this.kept = kept;
    }

    void add(Channel channel, String text) {
        StringBuilder line = begun.computeIfAbsent(channel, missing -> new StringBuilder());
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            append(line, text.substring(start, end));
            keep(line.toString());
            line.setLength(0);
            start = end + 1;
        }
        append(line, text.substring(start));
    }

    private static void append(StringBuilder line, String text) {
        line.append(text);
        if (line.length() > LONGEST) {
            int begin = line.lastIndexOf("\r", line.length() - 2);
            if (begin > 0) {
                line.delete(0, begin);
            }
            line.setLength(Math.min(line.length(), LONGEST));
        }
    }

    private void keep(String line) {
        String visible = VisibleText.of(line);
        if (visible.isBlank()) {
            return;
        }
        lines.addLast(visible);
        if (lines.size() > kept) {
            lines.removeFirst();
        }
    }

    /** The last lines, cleaned and none of them blank; at most as many as are wanted and kept. */
    List<String> last(int wanted) {
        List<String> all = new ArrayList<>(lines);
        begun.values().stream()
                .map(line -> VisibleText.of(line.toString()))
                .filter(line -> !line.isBlank())
                .forEach(all::add);
        return List.copyOf(all.subList(Math.max(0, all.size() - Math.min(wanted, kept)), all.size()));
    }
}
