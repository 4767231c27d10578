package dev.chandler.lib.oci;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** A file or folder that is to be an image cannot be read as one; never the fault of whoever takes the image. */
public class UnreadableImageException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message in words for a user
     */
    public UnreadableImageException(String message) {
        super(message);
    }

    UnreadableImageException(String what, IOException cause) {
        super(what + ": " + words(cause), cause);
    }

    private static String words(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage());
    }
}
