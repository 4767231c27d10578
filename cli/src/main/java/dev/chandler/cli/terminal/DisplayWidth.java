package dev.chandler.cli.terminal;

/**
 * How many columns text takes on a terminal.
 *
 * <p>Terminals differ on emoji that are made of several characters. What is said here is the most that any of them takes: a
 * line that is counted too wide is cut a little early, one that is counted too narrow wraps and spoils the screen.
 */
public final class DisplayWidth {

    private static final int EMOJI_STYLE = 0xFE0F;

    /** First and last of what takes two columns: East Asian Wide and Fullwidth, and emoji. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x231A, 0x231B},
        {0x2329, 0x232A},
        {0x23E9, 0x23F3},
        {0x25FD, 0x25FE},
        {0x2614, 0x2615},
        {0x2630, 0x2637},
        {0x2648, 0x2653},
        {0x267F, 0x267F},
        {0x268A, 0x268F},
        {0x2693, 0x2693},
        {0x26A1, 0x26A1},
        {0x26AA, 0x26AB},
        {0x26BD, 0x26BE},
        {0x26C4, 0x26C5},
        {0x26CE, 0x26CE},
        {0x26D4, 0x26D4},
        {0x26EA, 0x26EA},
        {0x26F2, 0x26F5},
        {0x26FA, 0x26FD},
        {0x2705, 0x2705},
        {0x270A, 0x270B},
        {0x2728, 0x2728},
        {0x274C, 0x274E},
        {0x2753, 0x2757},
        {0x2795, 0x2797},
        {0x27B0, 0x27BF},
        {0x2B1B, 0x2B1C},
        {0x2B50, 0x2B55},
        {0x2E80, 0x303E},
        {0x3041, 0x33FF},
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0xA000, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE10, 0xFE19},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x16FE0, 0x18DFF},
        {0x1AFF0, 0x1B2FF},
        {0x1D300, 0x1D376},
        {0x1F004, 0x1F004},
        {0x1F0CF, 0x1F0CF},
        {0x1F18E, 0x1F18E},
        {0x1F191, 0x1F19A},
        {0x1F1E6, 0x1F320},
        {0x1F321, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F7E0, 0x1F7F0},
        {0x1F90C, 0x1F9FF},
        {0x1FA70, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private DisplayWidth() {}

    /**
     * Measures text.
     *
     * @param text without control characters
     * @return how many columns it takes at most
     */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int character) {
        if (character == EMOJI_STYLE) {
            return 1;
        }
        if (character >= 0x1160 && character <= 0x11FF) {
            // Vowels and finals of Hangul, which join the wide initial before them.
            return 0;
        }
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> character == 0xAD ? 1 : 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    private static boolean isWide(int character) {
        int low = 0;
        int high = WIDE.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (character > WIDE[middle][1]) {
                low = middle + 1;
            } else if (character < WIDE[middle][0]) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /**
     * Cuts text that is too wide, never between a character and the marks on it.
     *
     * @param text without control characters
     * @param columns how many it may take
     * @param ellipsis what stands for what was cut off, where there is room for it
     * @return the text, or its beginning
     */
    public static String fit(String text, int columns, String ellipsis) {
        if (of(text) <= columns) {
            return text;
        }
        String end = of(ellipsis) < columns ? ellipsis : "";
        int room = columns - of(end);
        int at = 0;
        int used = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            used += of(character);
            if (used > room) {
                break;
            }
            at += Character.charCount(character);
        }
        return text.substring(0, at) + end;
    }
}
