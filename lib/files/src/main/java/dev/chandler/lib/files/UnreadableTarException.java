package dev.chandler.lib.files;

import java.io.IOException;

/** An archive ends too early, is none, or comes from where it cannot be read any more. */
public final class UnreadableTarException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableTarException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
