package dev.chandler.api.engine;

import org.apiguardian.api.API;

/**
 * A device of the machine on which the engine runs.
 *
 * @param host its path there
 * @param instance its path in the instance, below {@code /dev}
 * @param access what may be done with it: {@code r}, {@code w} and {@code m}, for making it, in this order
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Device(String host, String instance, String access) {

    /** In one line, for people and keys. */
    @Override
    public String toString() {
        return host + ":" + instance + ":" + access;
    }
}
