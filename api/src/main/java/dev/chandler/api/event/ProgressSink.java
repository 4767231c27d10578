package dev.chandler.api.event;

import org.apiguardian.api.API;

/**
 * Takes word of how far something slow has come, such as a pull.
 *
 * <p>May be called from any thread; must be fast and must not throw.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ProgressSink {

    /** Takes everything and tells nobody. */
    ProgressSink NONE = (what, doneBytes, totalBytes) -> {};

    /**
     * Takes word of one part.
     *
     * @param what what is being done, without its size: {@code pulling busybox: 3f2a9c downloading}
     * @param doneBytes how many bytes are done, or -1 where that is not known
     * @param totalBytes how many there are in all, or -1 where that is not known
     */
    void progress(String what, long doneBytes, long totalBytes);
}
