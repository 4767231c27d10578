package dev.chandler.lib.oci;

import java.io.IOException;

/** What came was not the whole of an image. */
public final class IncompleteImageException extends IOException {

    private static final long serialVersionUID = 1L;

    IncompleteImageException(String message) {
        super(message);
    }
}
