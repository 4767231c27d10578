package dev.chandler.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command's standard input, which remembers that it failed: that is another end than the end of the input. */
final class CommandInput extends FilterInputStream {

    private volatile @Nullable RuntimeException failure;

    CommandInput(InputStream source) {
        super(source);
    }

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
            failure = new UncheckedIOException(e);
            throw e;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }
}
