package dev.chandler.core.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Replaces secrets in one stream by {@value #MASK}, wherever chunks end.
 *
 * <p>Holds back what may be the beginning of a secret, and no more. Secrets that become known while it is used are masked
 * from then on. Confined to one thread.
 */
final class MaskedStream {

    private static final String MASK = "***";

    private final Supplier<SecretPatterns> current;
    private final Deque<long[]> found = new ArrayDeque<>();
    private SecretPatterns patterns;
    private SecretMatcher matcher;
    private byte[] held = new byte[64];
    private int heldCount;
    private long released;
    private long maskedUntil = -1;
    private boolean masked;

    MaskedStream(Supplier<SecretPatterns> current) {
        this.current = current;
        this.patterns = current.get();
        this.matcher = new SecretMatcher(patterns, 0, this::found);
    }

    /** Whether anything was masked so far. */
    boolean masked() {
        return masked;
    }

    /** Takes a chunk and gives what can be shown by now. */
    byte[] write(byte[] chunk) {
        renew();
        if (patterns.isEmpty()) {
            released += chunk.length;
            return chunk;
        }
        if (held.length - heldCount < chunk.length) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, heldCount + chunk.length));
        }
        System.arraycopy(chunk, 0, held, heldCount, chunk.length);
        heldCount += chunk.length;
        for (byte each : chunk) {
            matcher.take(each);
        }
        return released(matcher.undecided());
    }

    /** Gives all that was held back; nothing that came before belongs to what comes after. */
    byte[] flush() {
        byte[] rest = released(released + heldCount);
        matcher = new SecretMatcher(patterns, released, this::found);
        return rest;
    }

    private void renew() {
        SecretPatterns newest = current.get();
        if (newest != patterns) {
            matcher = new SecretMatcher(newest, released, this::found);
            patterns = newest;
            for (int i = 0; i < heldCount; i++) {
                matcher.take(held[i]);
            }
        }
    }

    /** Ends never go back, so that what was found later is joined to the last. */
    private void found(long start, long end, int owner) {
        masked = true;
        long from = start;
        while (!found.isEmpty() && found.getLast()[0] >= from) {
            found.removeLast();
        }
        if (!found.isEmpty() && found.getLast()[1] >= from) {
            found.getLast()[1] = Math.max(end, found.getLast()[1]);
        } else {
            found.addLast(new long[] {from, end});
        }
    }

    private byte[] released(long limit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long at = released;
        while (at < limit) {
            while (!found.isEmpty() && found.getFirst()[1] <= at) {
                found.removeFirst();
            }
            long next = found.isEmpty() ? limit : Math.min(limit, found.getFirst()[0]);
            if (at < next) {
                out.write(held, (int) (at - released), (int) (next - at));
                at = next;
            } else {
                mask(found.getFirst(), out);
                at = Math.min(limit, found.getFirst()[1]);
            }
        }
        int count = (int) (limit - released);
        System.arraycopy(held, count, held, 0, heldCount - count);
        heldCount -= count;
        released = limit;
        return out.toByteArray();
    }

    /** Once for what hangs together. */
    private void mask(long[] area, ByteArrayOutputStream out) {
        if (area[0] > maskedUntil) {
            out.writeBytes(MASK.getBytes(StandardCharsets.US_ASCII));
        }
        maskedUntil = Math.max(maskedUntil, area[1]);
    }
}
