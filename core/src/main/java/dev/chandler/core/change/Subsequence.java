package dev.chandler.core.change;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/** The longest common subsequence of two lists. */
final class Subsequence {

    private Subsequence() {}

    /**
     * Finds it; of several the one whose partners come first in both.
     *
     * @return for each of the second list its partner's place in the first, or -1
     */
    static <T> int[] longest(List<T> first, List<T> second, BiPredicate<T, T> equal) {
        int[][] length = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size() - 1; i >= 0; i--) {
            for (int j = second.size() - 1; j >= 0; j--) {
                length[i][j] = equal.test(first.get(i), second.get(j))
                        ? length[i + 1][j + 1] + 1
                        : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int[] partner = new int[second.size()];
        Arrays.fill(partner, -1);
        int i = 0;
        int j = 0;
        while (i < first.size() && j < second.size()) {
            if (equal.test(first.get(i), second.get(j))) {
                partner[j++] = i++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return partner;
    }
}
