package dev.chandler.lib.files;

import java.io.IOException;

/** An archive holds what is not to be unpacked: a name that leads out of the folder, or out of order. */
public final class UnsafeTarException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsafeTarException(String message) {
        super(message);
    }
}
