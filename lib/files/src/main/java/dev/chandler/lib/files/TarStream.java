package dev.chandler.lib.files;

import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree as a tar stream that is made while it is read: one file is open at a time, no content is kept.
 *
 * <p>Whoever makes it closes it. Not thread-safe. Where a file cannot be read any more, or is not what it was, reading
 * throws a {@link FileTreeException}, which is {@link #failure()} too, since what reads may wrap it. Reading does not heed
 * interrupts: whoever sends what it reads does.
 */
public final class TarStream extends FailingStream {

    private static final int BLOCK_BYTES = 512;
    private static final int END_BLOCKS = 2;

    private final FileTree tree;
    private final TarOptions options;
    private final Iterator<FileEntry> entries;
    /** Headers and padding that are to be read before anything else. */
    private byte[] ready;

    private int readyAt;
    private boolean ended;
    private @Nullable SteadyFile content;
    private long contentBytes;

    TarStream(FileTree tree, TarOptions options) {
        this.tree = tree;
        this.options = options;
        this.entries = tree.entries().iterator();
        this.ready = options.directory().isEmpty() ? new byte[0] : TarHeaders.directory(tree.root(), options);
    }

    @Override
    int readSome(byte[] bytes, int offset, int length) throws FileTreeException {
        while (true) {
            if (readyAt < ready.length) {
                int count = Math.min(length, ready.length - readyAt);
                System.arraycopy(ready, readyAt, bytes, offset, count);
                readyAt += count;
                return count;
            }
            if (content != null) {
                int count = content.read(bytes, offset, length);
                if (count >= 0) {
                    return count;
                }
                endContent(content);
            } else if (entries.hasNext()) {
                begin(entries.next());
            } else if (!ended) {
                ended = true;
                make(new byte[END_BLOCKS * BLOCK_BYTES]);
            } else {
                return -1;
            }
        }
    }

    private void begin(FileEntry entry) throws FileTreeException {
        switch (entry.kind()) {
            case FILE -> {
                Optional<FileEntry> first = tree.sameAs(entry);
                if (first.isPresent()) {
                    SteadyFile.requireStill(tree.file(entry), entry);
                    String linked = options.name(tree, first.get());
                    make(TarHeaders.sameAs(linked, entry, options.name(tree, entry), options.mode(entry), options));
                    return;
                }
                content = SteadyFile.open(tree.file(entry), entry);
                contentBytes = entry.sizeBytes();
            }
            case LINK -> SteadyFile.requireStill(tree.file(entry), entry);
            case FOLDER -> {
                // What is in it is looked at by itself.
            }
        }
        make(TarHeaders.of(entry, options.name(tree, entry), options.mode(entry), options));
    }

    private void endContent(SteadyFile file) {
        file.close();
        content = null;
        make(new byte[(int) ((BLOCK_BYTES - contentBytes % BLOCK_BYTES) % BLOCK_BYTES)]);
    }

    private void make(byte[] bytes) {
        ready = bytes;
        readyAt = 0;
    }

    @Override
    public void close() {
        if (content != null) {
            content.close();
            content = null;
        }
        ready = new byte[0];
    }
}
