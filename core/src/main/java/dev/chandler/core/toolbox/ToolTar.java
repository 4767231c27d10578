package dev.chandler.core.toolbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What is below one directory of a tar stream, as a tar stream of its own that is made while it is read. Owners and modes
 * stay; a name that leads out is refused. A busybox that comes alone gets the names that it is called by. Not thread-safe.
 */
final class ToolTar extends InputStream {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final InputStream source;
    private final TarArchiveInputStream in;
    private final String directory;
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out;
    private byte[] ready = new byte[0];
    private int readyAt;
    private boolean inEntry;
    private final Set<String> names = new HashSet<>();
    private boolean ended;

    /**
     * Reads a stream.
     *
     * @param source a tar stream, closed with this one
     * @param directory the directory's path in it; empty for all that is there
     */
    ToolTar(InputStream source, String directory) {
        this.source = source;
        this.in = new TarArchiveInputStream(source, StandardCharsets.UTF_8.name());
        this.directory = directory;
        this.out = new TarArchiveOutputStream(made, StandardCharsets.UTF_8.name());
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        out.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * What an engine has packed.
     *
     * @param tar the stream, whose names begin with the last of the path
     * @param path the directory, absolute
     */
    static ToolTar of(InputStream tar, String path) {
        String name = path.replaceAll("/+$", "");
        return new ToolTar(tar, name.substring(name.lastIndexOf('/') + 1));
    }

    /** Whether there is nothing in it; reads up to the first file to know it. */
    boolean isEmpty() throws IOException {
        while (names.isEmpty() && !ended) {
            make();
        }
        return names.isEmpty();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        while (length > 0 && readyAt == ready.length) {
            if (!ended) {
                make();
            } else if (made.size() == 0) {
                return -1;
            }
            out.flush();
            ready = made.toByteArray();
            readyAt = 0;
            made.reset();
        }
        int count = Math.min(length, ready.length - readyAt);
        System.arraycopy(ready, readyAt, bytes, offset, count);
        readyAt += count;
        return count;
    }

    private void make() throws IOException {
        if (inEntry) {
            byte[] chunk = in.readNBytes(CHUNK_BYTES);
            out.write(chunk);
            if (chunk.length < CHUNK_BYTES) {
                out.closeArchiveEntry();
                inEntry = false;
            }
            return;
        }
        TarArchiveEntry entry = in.getNextEntry();
        if (entry == null) {
            for (BusyboxLinks.Link link : BusyboxLinks.missing(names)) {
                TarArchiveEntry added = new TarArchiveEntry(link.path(), TarConstants.LF_SYMLINK);
                added.setLinkName(link.target());
                added.setModTime(0);
                out.putArchiveEntry(added);
                out.closeArchiveEntry();
            }
            out.finish();
            ended = true;
            return;
        }
        Optional<String> name = name(entry, directory);
        if (name.isPresent()) {
            entry.setName(name.get() + (entry.isDirectory() ? "/" : ""));
            if (entry.isLink()) {
                String target = relative(entry.getLinkName(), directory)
                        .orElseThrow(() -> new IOException(entry.getName() + " is another name of what is not there"));
                entry.setLinkName(target);
            }
            out.putArchiveEntry(entry);
            inEntry = true;
            names.add(name.get());
        }
    }

    /** An entry's name below a directory; empty for what is not below it, and for the directory itself. */
    static Optional<String> name(TarArchiveEntry entry, String directory) throws IOException {
        return relative(entry.getName(), directory);
    }

    private static Optional<String> relative(String name, String directory) throws IOException {
        String clean = Stream.of(name.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/"));
        if (Stream.of(clean.split("/")).anyMatch(".."::equals)) {
            throw new IOException("the name \"" + name + "\" leads out of the archive");
        }
        if (directory.isEmpty()) {
            return Optional.of(clean).filter(path -> !path.isEmpty());
        }
        return clean.startsWith(directory + "/")
                ? Optional.of(clean.substring(directory.length() + 1))
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
