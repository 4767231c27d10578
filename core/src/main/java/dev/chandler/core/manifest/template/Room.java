package dev.chandler.core.manifest.template;

/** What one pass over a template may write and keep, in characters. Not thread-safe. */
final class Room {

    private static final int LIMIT_CHARS = 16 << 20;

    private long taken;

    /**
     * Takes some of it.
     *
     * @throws LimitExceeded if there is no more
     */
    void take(long chars) {
        taken += chars;
        if (taken > LIMIT_CHARS) {
            throw new LimitExceeded("it writes or keeps more than " + LIMIT_CHARS + " characters");
        }
    }
}
