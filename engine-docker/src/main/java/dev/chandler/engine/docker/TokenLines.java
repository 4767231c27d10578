package dev.chandler.engine.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes apart what one of a container's streams carries: the output of commands, and between it lines of the first process,
 * each of which begins with a token that nothing else has. Used by one thread at a time.
 */
final class TokenLines {

    /** What becomes of the parts, in the order in which they came. */
    interface Listener {

        /** Output of commands, as it comes. */
        void output(byte[] bytes);

        /** A line of the first process, without the token. */
        void line(String line);
    }

    private final byte[] token;
    private final Listener listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] held = {};
    private boolean inLine;

    /**
     * Makes one for one stream.
     *
     * @param token what each line begins with, ASCII, followed by a space; its first character is nowhere else in it
     * @param listener what becomes of the parts
     */
    TokenLines(String token, Listener listener) {
        this.token = (token + " ").getBytes(StandardCharsets.US_ASCII);
        this.listener = listener;
    }

    /** Takes what comes next; holds back what may be the beginning of a token. */
    void take(byte[] chunk) {
        byte[] bytes = joined(held, chunk);
        held = new byte[0];
        int from = 0;
        while (from < bytes.length) {
            from = inLine ? takeLine(bytes, from) : takeOutput(bytes, from);
        }
    }

    private int takeLine(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        line.write(bytes, from, end - from);
        if (end == bytes.length) {
            return end;
        }
        inLine = false;
        String whole = line.toString(StandardCharsets.US_ASCII);
        line.reset();
        listener.line(whole);
        return end + 1;
    }

    private int takeOutput(byte[] bytes, int from) {
        int start = from;
        while (start < bytes.length && !maybeToken(bytes, start)) {
            start++;
        }
        if (start > from) {
            listener.output(Arrays.copyOfRange(bytes, from, start));
        }
        if (bytes.length - start >= token.length) {
            inLine = true;
            return start + token.length;
        }
        held = Arrays.copyOfRange(bytes, start, bytes.length);
        return bytes.length;
    }

    /** Whether the token is there, or its beginning where the bytes end. */
    private boolean maybeToken(byte[] bytes, int start) {
        int length = Math.min(token.length, bytes.length - start);
        return Arrays.equals(bytes, start, start + length, token, 0, length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
