package dev.chandler.lib.unixhttp;

import java.io.IOException;

/** A server that answers a request for another protocol by something else. */
public final class UpgradeRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String body;

    UpgradeRefusedException(int status, String body) {
        super("status " + status + " where another protocol was asked for: " + body.strip());
        this.status = status;
        this.body = body;
    }

    /**
     * The HTTP status.
     *
     * @return for example 404
     */
    public int status() {
        return status;
    }

    /**
     * What the server said.
     *
     * @return the whole body
     */
    public String body() {
        return body;
    }
}
