package dev.chandler.lib.unixhttp;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;

/**
 * A point in time at which waiting ends.
 *
 * @param nanos by {@link System#nanoTime()}; {@link #NEVER} for none
 */
record Deadline(long nanos) {

    private static final long NEVER = Long.MIN_VALUE;

    /** As sockets have it: 0 means never. */
    static Deadline inMillis(int millis) {
        return new Deadline(millis == 0 ? NEVER : System.nanoTime() + millis * 1_000_000L);
    }

    /** What a selector takes: the milliseconds left, at least 1, and 0 for no end. */
    long selectMillis() {
        return nanos == NEVER ? 0 : Math.max(1, (nanos - System.nanoTime() + 999_999) / 1_000_000);
    }

    void check(String words) throws SocketTimeoutException {
        if (nanos != NEVER && System.nanoTime() - nanos >= 0) {
            throw new SocketTimeoutException(words);
        }
    }

    /** Leaves the interrupt set, for whoever called. */
    static void checkInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }
}
