package dev.chandler.core.manifest.source;

import java.util.Arrays;

/** Counts the code points of a text in a time that does not grow with it, so that a long line costs no more. */
final class CodePointIndex {

    private static final int STRIDE = 256;

    private final String text;

    /** How many code points there are before each chunk. */
    private final int[] before;

    CodePointIndex(String text) {
        this.text = text;
        this.before = new int[text.length() / STRIDE + 1];
        for (int chunk = 1; chunk < before.length; chunk++) {
            before[chunk] = before[chunk - 1] + count((chunk - 1) * STRIDE, chunk * STRIDE);
        }
    }

    /** Counts low surrogates with their high ones, also where a chunk ends between the two. */
    private int count(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            boolean second =
                    i > 0 && Character.isLowSurrogate(text.charAt(i)) && Character.isHighSurrogate(text.charAt(i - 1));
            count += second ? 0 : 1;
        }
        return count;
    }

    /** How many code points begin before an offset. */
    int before(int offset) {
        int chunk = offset / STRIDE;
        return before[chunk] + count(chunk * STRIDE, offset);
    }

    /** Where a code point begins, or the end of the text. */
    int offsetOf(int codePoint) {
        int found = Arrays.binarySearch(before, codePoint);
        int chunk = found >= 0 ? found : -found - 2;
        int offset = chunk * STRIDE;
        int seen = before[chunk];
        while (offset < text.length() && (seen < codePoint || isSecond(offset))) {
            seen += isSecond(offset) ? 0 : 1;
            offset++;
        }
        return offset;
    }

    private boolean isSecond(int offset) {
        return count(offset, offset + 1) == 0;
    }
}
