package dev.chandler.core.manifest.template;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * The marks of one file: seven characters of Unicode's private area that stand for a piece of text or for a value.
 *
 * <p>Four of them are drawn anew for each file of each load, so that no value, wherever it comes from, can look like a
 * mark, and no mark of one file is one of another.
 */
final class Marks {

    /** How many characters a mark has. */
    static final int LENGTH = 7;

    private static final char STATIC = '\uE000';
    private static final char VALUE = '\uE001';
    private static final char DIGITS = '\uE100';
    private static final int BASE = 4096;

    private final String nonce;

    Marks(SecureRandom random) {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            drawn.append((char) (DIGITS + random.nextInt(BASE)));
        }
        nonce = drawn.toString();
    }

    /** A mark found in text. */
    record Mark(boolean isValue, int id) {}

    String ofStatic(int id) {
        return encode(STATIC, id);
    }

    String ofValue(int id) {
        return encode(VALUE, id);
    }

    private String encode(char kind, int id) {
        if (id >= BASE * BASE) {
            throw new IllegalStateException("too many marks: " + id);
        }
        return kind + nonce + (char) (DIGITS + id / BASE) + (char) (DIGITS + id % BASE);
    }

    /** Reads the mark that begins at an offset, if one does. */
    Optional<Mark> at(CharSequence text, int offset) {
        if (offset + LENGTH > text.length()) {
            return Optional.empty();
        }
        char kind = text.charAt(offset);
        if (kind != STATIC && kind != VALUE) {
            return Optional.empty();
        }
        for (int i = 0; i < nonce.length(); i++) {
            if (text.charAt(offset + 1 + i) != nonce.charAt(i)) {
                return Optional.empty();
            }
        }
        int high = text.charAt(offset + 5) - DIGITS;
        int low = text.charAt(offset + 6) - DIGITS;
        boolean digits = high >= 0 && high < BASE && low >= 0 && low < BASE;
        return digits ? Optional.of(new Mark(kind == VALUE, high * BASE + low)) : Optional.empty();
    }

    /** Where the next mark begins, or the end of the text. */
    int next(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == STATIC || c == VALUE) && at(text, i).isPresent()) {
                return i;
            }
        }
        return text.length();
    }
}
