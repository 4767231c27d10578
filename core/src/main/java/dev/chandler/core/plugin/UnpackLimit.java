package dev.chandler.core.plugin;

import java.util.Locale;

/** How much may come out of one plugin's zip: what a few bytes of a bomb become fills a disk, or takes a day to look at. */
final class UnpackLimit {

    /** Far more than any plugin with its libraries has. */
    private static final long MOST_BYTES = 512L << 20;

    private long left = MOST_BYTES;

    /**
     * Takes some of it.
     *
     * @param bytes how much has come out
     * @throws UnsafeZipException if that was too much
     */
    void take(long bytes) throws UnsafeZipException {
        left -= bytes;
        if (left < 0) {
            throw new UnsafeZipException(
                    String.format(Locale.ROOT, "more than %d MB come out of it", MOST_BYTES >> 20));
        }
    }
}
