package dev.chandler.core.plugin;

import java.io.IOException;

/** A zip that would do harm where it is unpacked. */
final class UnsafeZipException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsafeZipException(String message) {
        super(message);
    }
}
