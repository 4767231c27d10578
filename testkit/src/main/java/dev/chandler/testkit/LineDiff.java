package dev.chandler.testkit;

import java.util.List;

/** Shows which lines differ, by the longest common subsequence; for texts of up to some thousand lines. */
final class LineDiff {

    private final List<String> before;
    private final List<String> after;
    private final int[][] common;

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        this.common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
    }

    /** Every line of both texts, with {@code -} where only the first has it, {@code +} where only the second has. */
    static String of(String before, String after) {
        return new LineDiff(lines(before), lines(after)).text();
    }

    /** Ends of lines are shown where they matter: at the last line, and where a carriage return is among them. */
    private static List<String> lines(String text) {
        String visible = text.replace("\r", "\\r").replace("\t", "\\t");
        return List.of((visible.endsWith("\n") ? visible : visible + "\\ no newline at the end").split("\n"));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                text.append("  ").append(before.get(i++)).append('\n');
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                text.append("- ").append(before.get(i++)).append('\n');
            } else {
                text.append("+ ").append(after.get(j++)).append('\n');
            }
        }
        return text.toString();
    }
}
