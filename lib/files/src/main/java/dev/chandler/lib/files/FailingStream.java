package dev.chandler.lib.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes made of files of the client, which remembers why reading them failed: what reads may wrap the exception, or
 * swallow it.
 */
abstract class FailingStream extends InputStream {

    private volatile @Nullable FileTreeException failure;

    /**
     * Why reading failed.
     *
     * @return what was thrown, if anything was
     */
    public final Optional<FileTreeException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        try {
            return readSome(bytes, offset, length);
        } catch (FileTreeException e) {
            failure = e;
            throw e;
        }
    }

    /** Reads at least one byte, or gives -1 at the end; the length is not zero. */
    abstract int readSome(byte[] bytes, int offset, int length) throws IOException;
}
