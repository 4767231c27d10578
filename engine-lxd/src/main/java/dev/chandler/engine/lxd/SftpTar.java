package dev.chandler.engine.lxd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import okio.ByteString;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** What is at a path, as a tar stream that is made while it is read. Closes its connection. Not thread-safe. */
final class SftpTar extends InputStream {

    /** So many pieces of a file are asked for ahead. */
    private static final int AHEAD = 16;

    private record Pending(String path, String name, Sftp.Attributes attributes) {}

    /** A file that is being read: what it was to be long, and what was asked of it. */
    private static final class Reading {
        final ByteString handle;
        final long size;
        final Deque<Integer> requests = new ArrayDeque<>();
        long asked;
        long got;

        Reading(ByteString handle, long size) {
            this.handle = handle;
            this.size = size;
        }
    }

    private final Sftp sftp;
    private final Set<String> left;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;
    private @Nullable Reading reading;
    private byte[] ready = new byte[0];
    private int at;
    private boolean ended;

    /**
     * Packs from a path.
     *
     * @param path without a slash at its end; the root is empty
     * @param attributes what it is
     * @param left absolute paths of what is left out
     */
    SftpTar(Sftp sftp, String path, Sftp.Attributes attributes, Set<String> left) {
        this.sftp = sftp;
        this.left = left;
        this.tar = new TarArchiveOutputStream(bytes, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        pending.add(new Pending(path, path.substring(path.lastIndexOf('/') + 1), attributes));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (at == ready.length && !ended) {
            step();
            ready = bytes.toByteArray();
            bytes.reset();
            at = 0;
        }
        if (at == ready.length) {
            return -1;
        }
        int count = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, buffer, offset, count);
        at += count;
        return count;
    }

    private void step() throws IOException {
        if (reading != null) {
            content(reading);
            return;
        }
        Pending next = pending.poll();
        if (next == null) {
            tar.finish();
            tar.flush();
            ended = true;
            return;
        }
        entry(next);
        tar.flush();
    }

    private void entry(Pending next) throws IOException {
        Sftp.Attributes attributes = next.attributes;
        if (attributes.isDirectory()) {
            if (!next.name.isEmpty()) {
                header(next, next.name + "/", TarConstants.LF_DIR, "", 0);
            }
            below(next);
        } else if (attributes.isLink()) {
            header(next, next.name, TarConstants.LF_SYMLINK, sftp.readlink(next.path), 0);
        } else if (attributes.isFile()) {
            // Before its header: what has vanished meanwhile is left out.
            int request = sftp.beginOpen(next.path);
            try {
                reading = new Reading(sftp.handle(request), attributes.sizeBytes());
            } catch (Sftp.FailedException e) {
                if (sftp.lstat(next.path).isEmpty()) {
                    return;
                }
                throw e;
            }
            header(next, next.name, TarConstants.LF_NORMAL, "", attributes.sizeBytes());
            content(reading);
        }
    }

    private void below(Pending directory) throws IOException {
        List<Sftp.Entry> entries = sftp.list(directory.path.isEmpty() ? "/" : directory.path).stream()
                .sorted(Comparator.comparing(Sftp.Entry::name).reversed())
                .toList();
        for (Sftp.Entry entry : entries) {
            String path = directory.path + "/" + entry.name();
            if (!left.contains(path)) {
                String name = directory.name.isEmpty() ? entry.name() : directory.name + "/" + entry.name();
                pending.push(new Pending(path, name, entry.attributes()));
            }
        }
    }

    private void header(Pending file, String name, byte kind, String link, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setMode(file.attributes.mode() & 07777);
        entry.setIds(file.attributes.uid(), file.attributes.gid());
        entry.setModTime(file.attributes.modifiedSeconds() * 1000);
        entry.setLinkName(link);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        if (kind != TarConstants.LF_NORMAL) {
            tar.closeArchiveEntry();
        }
    }

    /** The next piece of a file, and at its end the end; one that has become shorter is filled up with zeros. */
    private void content(Reading file) throws IOException {
        while (file.requests.size() < AHEAD && file.asked < file.size) {
            int length = (int) Math.min(Sftp.CHUNK, file.size - file.asked);
            file.requests.add(sftp.beginRead(file.handle, file.asked, length));
            file.asked += length;
        }
        if (file.got < file.size) {
            int wanted = (int) Math.min(Sftp.CHUNK, file.size - file.got);
            byte[] piece = whole(file, sftp.data(file.requests.remove()), wanted);
            tar.write(piece);
            file.got += wanted;
        }
        if (file.got == file.size) {
            sftp.done(sftp.beginClose(file.handle));
            tar.closeArchiveEntry();
            reading = null;
        }
        tar.flush();
    }

    /** A server may answer with less than was asked for, and say at the next time that this was the end. */
    private byte[] whole(Reading file, byte[] first, int wanted) throws IOException {
        byte[] piece = Arrays.copyOf(first, wanted);
        int length = first.length;
        while (length > 0 && length < wanted) {
            byte[] more = sftp.data(sftp.beginRead(file.handle, file.got + length, wanted - length));
            System.arraycopy(more, 0, piece, length, more.length);
            length = more.length == 0 ? wanted : length + more.length;
        }
        return piece;
    }

    @Override
    public void close() {
        sftp.close();
    }
}
