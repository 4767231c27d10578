package dev.chandler.api.provision;

import org.apiguardian.api.API;

/**
 * How a command ended.
 *
 * @param exitCode 0 to 255; 128 and the signal's number where a signal ended it; 126 or 127 where it could not be
 *     started, as shells have it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CommandResult(int exitCode) {

    /**
     * Whether it ended well.
     *
     * @return true for exit code 0
     */
    public boolean ok() {
        return exitCode == 0;
    }
}
