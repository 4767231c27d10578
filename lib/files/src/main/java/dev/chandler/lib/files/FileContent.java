package dev.chandler.lib.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file of the client, opened when it is first read.
 *
 * <p>Whoever makes it closes it. Not thread-safe. Where the file cannot be read any more, or is not what it was, reading
 * throws a {@link FileTreeException}, which is {@link #failure()} too, since what reads may wrap it.
 */
public final class FileContent extends InputStream {

    private final Path file;
    private final FileEntry entry;
    private @Nullable SteadyFile content;
    private boolean closed;
    private volatile @Nullable FileTreeException failure;

    FileContent(Path file, FileEntry entry) {
        this.file = file;
        this.entry = entry;
    }

    /**
     * Why reading failed.
     *
     * @return what was thrown, if anything was
     */
    public Optional<FileTreeException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (closed) {
            throw new IOException("closed");
        }
        try {
            return opened().read(bytes, offset, length);
        } catch (FileTreeException e) {
            failure = e;
            throw e;
        }
    }

    private SteadyFile opened() throws FileTreeException {
        SteadyFile open = content;
        if (open == null) {
            open = SteadyFile.open(file, entry);
            content = open;
        }
        return open;
    }

    @Override
    public void close() {
        closed = true;
        if (content != null) {
            content.close();
        }
    }
}
