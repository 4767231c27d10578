package dev.chandler.core.secret;

/**
 * Finds secrets in one stream, byte by byte.
 *
 * <p>What may be broken into lines is looked for as if there were no breaks, but only after a line that is long and
 * holds nothing else: else the end of each line of prose would be waited for.
 */
final class SecretMatcher {

    /** Is told what was found. */
    @FunctionalInterface
    interface Found {

        /**
         * Something was found that ends where the stream is now.
         *
         * @param start its first byte, counted from 0
         * @param end the byte after its last
         * @param owner whose it is
         */
        void found(long start, long end, int owner);
    }

    /** Base64 is broken after 60, 64 or 76 signs. */
    private static final int LONG_LINE = 40;

    private static final int MOST_BREAKS = 2;

    /** What lines of Base64 are made of. */
    private static final boolean[] SIGNS = signs();

    private final SecretPatterns patterns;
    private final Found found;
    private final long[] places;
    private long foldedCount;
    private long position;
    private int plain;
    private int folded;
    private int line;
    private int breaks;

    /**
     * Makes a matcher.
     *
     * @param position the number of the first byte that it will be given
     */
    SecretMatcher(SecretPatterns patterns, long position, Found found) {
        this.patterns = patterns;
        this.position = position;
        this.found = found;
        this.places = new long[patterns.longestFolded() + 1];
    }

    /** Forgets what came before, for a stream of its own that follows. */
    void restart() {
        plain = 0;
        folded = 0;
        line = 0;
        breaks = 0;
    }

    private static boolean[] signs() {
        boolean[] signs = new boolean[256];
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="
                .chars()
                .forEach(sign -> signs[sign] = true);
        return signs;
    }

    void take(byte each) {
        long at = position++;
        plain = patterns.plain().next(plain, each);
        if (plain != 0 && patterns.plain().longest(plain) > 0) {
            found.found(
                    at + 1 - patterns.plain().longest(plain),
                    at + 1,
                    patterns.plain().owner(plain));
        }
        if (each == '\n' || each == '\r') {
            foldedBreak();
        } else {
            foldedSign(each, at);
        }
    }

    private void foldedBreak() {
        breaks++;
        if (folded != 0 && ((line < LONG_LINE && breaks == 1) || breaks > MOST_BREAKS)) {
            folded = 0;
        }
        line = 0;
    }

    private void foldedSign(byte each, long at) {
        breaks = 0;
        line = SIGNS[each & 0xff] ? line + 1 : 0;
        folded = patterns.folded().next(folded, each);
        if (folded == 0) {
            return;
        }
        places[(int) (foldedCount++ % places.length)] = at;
        int length = patterns.folded().longest(folded);
        if (length > 0) {
            found.found(place(length), at + 1, patterns.folded().owner(folded));
        }
    }

    /** Where the last but so many folded signs stood. */
    private long place(int back) {
        return places[(int) ((foldedCount - back) % places.length)];
    }

    /** From where on something may have begun that is not yet whole: nothing before will still be found. */
    long undecided() {
        long undecided = position - patterns.plain().depth(plain);
        return folded == 0
                ? undecided
                : Math.min(undecided, place(patterns.folded().depth(folded)));
    }
}
