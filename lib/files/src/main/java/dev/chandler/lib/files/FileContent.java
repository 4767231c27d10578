package dev.chandler.lib.files;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file of the client, opened when it is first read.
 *
 * <p>Whoever makes it closes it. Not thread-safe. Where the file cannot be read any more, or is not what it was, reading
 * throws a {@link FileTreeException}, which is {@link #failure()} too, since what reads may wrap it.
 */
public final class FileContent extends FailingStream {

    private final Path file;
    private final FileEntry entry;
    private @Nullable SteadyFile content;
    private boolean closed;

    FileContent(Path file, FileEntry entry) {
        this.file = file;
        this.entry = entry;
    }

    @Override
    int readSome(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        return opened().read(bytes, offset, length);
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
