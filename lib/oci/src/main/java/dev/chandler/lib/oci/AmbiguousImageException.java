package dev.chandler.lib.oci;

/** There are several images in a place, or none for the platform asked for. */
public final class AmbiguousImageException extends UnreadableImageException {

    private static final long serialVersionUID = 1L;

    AmbiguousImageException(String message) {
        super(message);
    }
}
