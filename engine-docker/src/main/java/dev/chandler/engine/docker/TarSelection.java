package dev.chandler.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Several tar streams as one, of the files that are wanted, under their whole paths; holds no more than a buffer.
 *
 * <p>For reading what is in the files: of their headers, names, kinds, link targets and extended attributes are kept.
 */
final class TarSelection extends ProducedStream {

    /**
     * One stream.
     *
     * @param tar the stream
     * @param folder what stands before the names in it; begins and ends with a slash
     */
    record Part(InputStream tar, String folder) {}

    /** Gives one stream after the other. */
    @FunctionalInterface
    interface Source {
        Optional<Part> next() throws InterruptedException;
    }

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String ATTRIBUTES = "SCHILY.xattr.";

    private final Source source;
    private final Predicate<String> wanted;
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(written, "UTF-8");
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable TarArchiveInputStream in;
    private String folder = "";
    private boolean within;
    private boolean finished;

    /**
     * Makes a stream.
     *
     * @param source is asked for the next stream when the one before has ended
     * @param wanted is asked by absolute path
     */
    TarSelection(Source source, Predicate<String> wanted) {
        this.source = source;
        this.wanted = wanted;
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    @Override
    boolean ended() {
        return finished;
    }

    @Override
    void produce() throws IOException {
        TarArchiveInputStream open = in;
        if (open == null) {
            nextPart();
        } else if (within) {
            content(open);
        } else {
            nextEntry(open);
        }
    }

    private void nextPart() throws IOException {
        Optional<Part> next;
        try {
            next = source.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        if (next.isEmpty()) {
            finished = true;
            out.finish();
            return;
        }
        folder = next.get().folder();
        in = new TarArchiveInputStream(next.get().tar(), "UTF-8");
    }

    private void nextEntry(TarArchiveInputStream open) throws IOException {
        TarArchiveEntry entry = open.getNextEntry();
        if (entry == null) {
            open.close();
            in = null;
            return;
        }
        String path = folder + entry.getName();
        if (wanted.test(path.replaceAll("/$", ""))) {
            out.putArchiveEntry(copy(entry, path.substring(1)));
            within = true;
        }
    }

    private static TarArchiveEntry copy(TarArchiveEntry entry, String name) {
        TarArchiveEntry copy = new TarArchiveEntry(name, entry.getLinkFlag());
        copy.setLinkName(entry.getLinkName());
        copy.setMode(entry.getMode());
        copy.setIds(0, 0);
        if (entry.isFile() && !entry.isLink()) {
            copy.setSize(entry.isSparse() ? entry.getRealSize() : entry.getSize());
        }
        entry.getExtraPaxHeaders().forEach((key, value) -> {
            if (key.startsWith(ATTRIBUTES)) {
                copy.addPaxHeader(key, value);
            }
        });
        return copy;
    }

    private void content(TarArchiveInputStream open) throws IOException {
        int count = open.read(buffer);
        if (count >= 0) {
            out.write(buffer, 0, count);
        } else {
            out.closeArchiveEntry();
            within = false;
        }
    }

    @Override
    public void close() throws IOException {
        finished = true;
        if (in != null) {
            in.close();
        }
    }
}
