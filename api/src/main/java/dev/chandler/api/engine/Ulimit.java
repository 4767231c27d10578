package dev.chandler.api.engine;

import org.apiguardian.api.API;

/**
 * A limit of a process's resources, as {@code setrlimit(2)} has it.
 *
 * @param soft what holds; -1 for none
 * @param hard how far a process may raise it; -1 for any
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Ulimit(long soft, long hard) {

    /** As a manifest says it. */
    @Override
    public String toString() {
        return soft == hard ? Long.toString(soft) : soft + ":" + hard;
    }
}
