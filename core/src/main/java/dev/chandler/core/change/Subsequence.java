package dev.chandler.core.change;

import java.util.Arrays;

/** The longest common subsequence of two lists of numbers. */
final class Subsequence {

    private Subsequence() {}

    /**
     * Finds it; of several the one whose partners come first in both.
     *
     * @return for each of the second list its partner's place in the first, or -1
     */
    static int[] longest(int[] first, int[] second) {
        int[][] length = new int[first.length + 1][second.length + 1];
        for (int i = first.length - 1; i >= 0; i--) {
            for (int j = second.length - 1; j >= 0; j--) {
                length[i][j] =
                        first[i] == second[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int[] partner = new int[second.length];
        Arrays.fill(partner, -1);
        int i = 0;
        int j = 0;
        while (i < first.length && j < second.length) {
            if (first[i] == second[j]) {
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
