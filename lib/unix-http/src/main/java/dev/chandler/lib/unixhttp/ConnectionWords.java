package dev.chandler.lib.unixhttp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Says in the user's words what has become of a connection. */
public final class ConnectionWords {

    private ConnectionWords() {}

    /**
     * The system's own words: of the socket where it has any, of what was waited for where it has none.
     *
     * @param cause what a client of OkHttp was told
     * @return words without the names of Java's exceptions, as far as there are others
     */
    public static String of(IOException cause) {
        if (cause instanceof InterruptedIOException) {
            return "no answer within the time limit (" + cause.getMessage() + ")";
        }
        // OkHttp says "failed to connect" of an address that is no real one; the system's reason is below.
        Throwable deepest = cause;
        while (deepest.getCause() instanceof IOException) {
            deepest = deepest.getCause();
        }
        String otherwise = deepest instanceof EOFException
                ? "it was cut in the middle of an answer"
                : deepest.getClass().getSimpleName();
        return Optional.ofNullable(deepest.getMessage()).orElse(otherwise);
    }
}
