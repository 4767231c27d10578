package dev.chandler.core.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which lines of a text differ, as people compare them: those that went with a minus, those that came with a plus, each with
 * its number.
 */
public final class LineChanges {

    private static final int SHOWN = 20;
    private static final int WIDTH = 160;
    /** Above it, all between the first and the last difference counts as one. */
    private static final int MOST_CELLS = 4_000_000;

    private final List<String> before;
    private final List<String> after;
    private final List<String> lines = new ArrayList<>();

    private LineChanges(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Compares texts.
     *
     * @param before the text that there was
     * @param after the text that there is
     * @return lines without ends, of which the last says how many more there are; none where the texts are equal
     */
    public static List<String> of(String before, String after) {
        if (before.equals(after)) {
            return List.of();
        }
        LineChanges changes = new LineChanges(split(before), split(after));
        changes.compare();
        if (changes.lines.isEmpty()) {
            return List.of("the line feed at the end " + (after.endsWith("\n") ? "came" : "went"));
        }
        return changes.shown();
    }

    /**
     * Shows a value that has changed, or come, or gone.
     *
     * @param before what it was; empty if it was not there
     * @param after what it is; empty if it is not there
     * @return with a minus and a plus; what has several lines as {@link #of} has it
     */
    public static List<String> ofValue(Optional<String> before, Optional<String> after) {
        if (Stream.of(before, after).flatMap(Optional::stream).anyMatch(text -> text.contains("\n"))) {
            return of(before.orElse(""), after.orElse(""));
        }
        List<String> lines = new ArrayList<>();
        before.ifPresent(text -> lines.add("- " + shown(text)));
        after.ifPresent(text -> lines.add("+ " + shown(text)));
        return List.copyOf(lines);
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private List<String> shown() {
        if (lines.size() <= SHOWN) {
            return List.copyOf(lines);
        }
        List<String> some = new ArrayList<>(lines.subList(0, SHOWN));
        some.add("and " + (lines.size() - SHOWN) + " more lines");
        return List.copyOf(some);
    }

    private void compare() {
        int begin = 0;
        int shorter = Math.min(before.size(), after.size());
        while (begin < shorter && before.get(begin).equals(after.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        int endBefore = before.size() - end;
        int endAfter = after.size() - end;
        if ((long) (endBefore - begin + 1) * (endAfter - begin + 1) > MOST_CELLS) {
            went(begin, endBefore);
            came(begin, endAfter);
        } else {
            between(begin, endBefore, endAfter);
        }
    }

    /** By the longest common subsequence. */
    private void between(int begin, int endBefore, int endAfter) {
        Map<String, Integer> kinds = new HashMap<>();
        int[] partner = Subsequence.longest(
                numbers(before.subList(begin, endBefore), kinds), numbers(after.subList(begin, endAfter), kinds));
        int at = begin;
        for (int i = begin; i < endAfter; i++) {
            int match = partner[i - begin];
            if (match >= 0) {
                went(at, begin + match);
                at = begin + match + 1;
            } else {
                at = wentUpToMatch(at, i, begin, partner, endBefore);
                came(i, i + 1);
            }
        }
        went(at, endBefore);
    }

    private static int[] numbers(List<String> lines, Map<String, Integer> kinds) {
        return lines.stream()
                .mapToInt(line -> kinds.computeIfAbsent(line, none -> kinds.size()))
                .toArray();
    }

    /** What went at the place of what came is said first. */
    private int wentUpToMatch(int at, int from, int begin, int[] partner, int endBefore) {
        int until = endBefore;
        for (int i = from - begin; i < partner.length; i++) {
            if (partner[i] >= 0) {
                until = begin + partner[i];
                break;
            }
        }
        went(at, until);
        return Math.max(at, until);
    }

    private void went(int from, int to) {
        for (int i = from; i < to; i++) {
            lines.add("-" + (i + 1) + "  " + shown(before.get(i)));
        }
    }

    private void came(int from, int to) {
        for (int i = from; i < to; i++) {
            lines.add("+" + (i + 1) + "  " + shown(after.get(i)));
        }
    }

    private static String shown(String line) {
        String harmless = line.replace("\t", "    ").replaceAll("\\p{Cntrl}", "?");
        return harmless.length() <= WIDTH ? harmless : harmless.substring(0, WIDTH) + "…";
    }
}
