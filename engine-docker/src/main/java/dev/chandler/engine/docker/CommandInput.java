package dev.chandler.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command's standard input. Where its source fails, the command is ended before the input is: whatever the connection
 * does, the daemon has the command see the end of its input, and it would go on as if that were all.
 */
final class CommandInput extends FilterInputStream {

    private final Runnable ending;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /**
     * Makes one.
     *
     * @param ending ends the command, and returns when it is over
     */
    CommandInput(InputStream source, Runnable ending) {
        super(source);
        this.ending = ending;
    }

    /** That the source failed: that is another end than its end. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            return afterEnding(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            return afterEnding(e);
        }
    }

    private int afterEnding(RuntimeException why) {
        if (closed) {
            throw why;
        }
        failure = why;
        try {
            ending.run();
        } catch (RuntimeException e) {
            why.addSuppressed(e);
            throw why;
        }
        return -1;
    }

    /** Nobody reads on: what a read that is under way comes to is no failure. */
    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }
}
