package dev.chandler.api.event;

import org.apiguardian.api.API;

/**
 * Takes what a command writes, as it is written.
 *
 * <p>Chunks come in the order in which they were written to each channel; they end anywhere, also within a character.
 * May be called from any thread, one call at a time. Must be fast and must not throw.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface OutputSink {

    /** Which of the two a chunk was written to. */
    enum Channel {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR
    }

    /** Takes everything and keeps nothing. */
    OutputSink NONE = (channel, chunk) -> {};

    /**
     * Takes a chunk.
     *
     * @param channel where it was written to
     * @param chunk the bytes, the sink's own from now on
     */
    void write(Channel channel, byte[] chunk);
}
