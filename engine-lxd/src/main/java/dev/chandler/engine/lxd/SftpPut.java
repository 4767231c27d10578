package dev.chandler.engine.lxd;

import dev.chandler.lib.unixhttp.ConnectionWords;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import okio.ByteString;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks one tar stream through SFTP. What is asked of the server is waited for only where something depends on it, and
 * what has gone wrong by then is found out a little later.
 */
final class SftpPut {

    /** So many answers may be due: beyond that the server, which waits for somebody to read them, would stop. */
    private static final int DUE = 64;

    private static final int DIRECTORY_MODE = 0755;
    private static final String CAPABILITY = "SCHILY.xattr.security.capability";

    /** What has to be out of the way. */
    interface Way {
        void clear(String path) throws InterruptedException;
    }

    private record Due(int request, String path) {}

    private final Sftp sftp;
    private final String target;
    private final Set<String> managed;
    private final Way way;
    private final Deque<Due> due = new ArrayDeque<>();
    private final Set<String> there = new HashSet<>();
    private final Set<String> fresh = new HashSet<>();
    private final Set<String> made = new HashSet<>();

    /**
     * Prepares to unpack.
     *
     * @param target a path without a slash at its end; the root is empty
     * @param managed paths that no file may be put to
     * @param way is told each path before anything is put there
     */
    SftpPut(Sftp sftp, String target, Set<String> managed, Way way) {
        this.sftp = sftp;
        this.target = target;
        this.managed = managed;
        this.way = way;
        there.add("");
    }

    void put(InputStream tar) throws IOException, InterruptedException {
        way.clear(target);
        directory(target);
        try (TarArchiveInputStream entries = new TarArchiveInputStream(unclosed(tar), "UTF-8")) {
            for (TarArchiveEntry entry = next(entries); entry != null; entry = next(entries)) {
                put(entry, entries);
            }
        }
        settle(0);
    }

    private static InputStream unclosed(InputStream tar) {
        return new FilterInputStream(tar) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, length);
            }

            @Override
            public void close() {
                // The caller's.
            }
        };
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream entries) throws IOException {
        try {
            return entries.getNextEntry();
        } catch (IOException e) {
            throw new InstanceFiles.SourceException(e);
        }
    }

    private void put(TarArchiveEntry entry, InputStream content) throws IOException, InterruptedException {
        String path = target + plain(entry.getName());
        way.clear(path);
        if (entry.isDirectory()) {
            if (!path.equals(target) && !path.isEmpty()) {
                directory(parent(path));
                directory(path, (int) entry.getLongUserId(), (int) entry.getLongGroupId(), entry.getMode());
            }
            return;
        }
        if (managed.contains(path)) {
            throw LxdProblems.managedFile(path);
        }
        requireMakable(path, entry);
        directory(parent(path));
        makeRoom(path);
        if (entry.isSymbolicLink()) {
            later(sftp.beginSymlink(entry.getLinkName(), path), path);
        } else if (entry.isLink()) {
            later(sftp.beginHardlink(target + plain(entry.getLinkName()), path), path);
        } else {
            file(path, entry, content);
        }
    }

    /** For the archive's reader a pipe or a device is a file, too. */
    static void requireMakable(String path, TarArchiveEntry entry) {
        if (entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) {
            throw LxdProblems.unmakable(path, "it is a device or a pipe", "leave it out of what is copied");
        }
        if (entry.getExtraPaxHeader(CAPABILITY) != null) {
            throw LxdProblems.unmakable(
                    path, "it has file capabilities", "leave it out of what is copied, or build on another engine");
        }
    }

    private void file(String path, TarArchiveEntry entry, InputStream content) throws IOException {
        ByteString handle;
        try {
            handle = sftp.openAnew(path);
        } catch (Sftp.FailedException e) {
            throw failed(path, e);
        }
        long offset = 0;
        for (byte[] chunk = chunk(content); chunk.length > 0; chunk = chunk(content)) {
            later(sftp.beginWrite(handle, offset, chunk, chunk.length), path);
            offset += chunk.length;
        }
        later(sftp.beginClose(handle), path);
        attributes(path, (int) entry.getLongUserId(), (int) entry.getLongGroupId(), entry.getMode());
        later(sftp.beginModified(path, entry.getLastModifiedTime().toMillis() / 1000), path);
    }

    private static byte[] chunk(InputStream content) throws IOException {
        try {
            return content.readNBytes(Sftp.CHUNK);
        } catch (IOException e) {
            throw new InstanceFiles.SourceException(e);
        }
    }

    /** The owner first: a new one takes setuid away. */
    private void attributes(String path, int uid, int gid, int mode) throws IOException {
        later(sftp.beginOwner(path, uid, gid), path);
        later(sftp.beginMode(path, mode), path);
    }

    /** Sees to it that a directory is there, with those above it. */
    private void directory(String path) throws IOException {
        if (!there.contains(path)) {
            directory(parent(path));
            directory(path, 0, 0, DIRECTORY_MODE);
        }
    }

    private void directory(String path, int uid, int gid, int mode) throws IOException {
        if (there.contains(path)) {
            return;
        }
        Optional<Sftp.Attributes> found = isNew(path) ? Optional.empty() : statDirectory(path);
        if (found.isEmpty()) {
            later(sftp.beginMkdir(path), path);
            attributes(path, uid, gid, mode);
            fresh.add(path);
        } else if (!found.get().isDirectory()) {
            throw LxdProblems.inTheWay(path, "a file is there, which is no directory");
        }
        there.add(path);
    }

    private Optional<Sftp.Attributes> statDirectory(String path) throws IOException {
        Optional<Sftp.Attributes> found = sftp.stat(path);
        if (found.isEmpty() && sftp.lstat(path).isPresent()) {
            throw LxdProblems.inTheWay(path, "a link is there that leads nowhere");
        }
        return found;
    }

    /** Nothing can be in a directory that was made a moment ago, but for what was put there. */
    private boolean isNew(String path) {
        return fresh.contains(parent(path)) && !made.contains(path);
    }

    /** What is there goes first, so that nothing is written through a link. */
    private void makeRoom(String path) throws IOException {
        if (!isNew(path)) {
            Optional<Sftp.Attributes> found = sftp.lstat(path);
            if (found.isPresent() && found.get().isDirectory()) {
                throw LxdProblems.inTheWay(path, "cannot overwrite a directory with a file");
            }
            if (found.isPresent()) {
                later(sftp.beginRemove(path), path);
            }
        }
        made.add(path);
    }

    private void later(int request, String path) throws IOException {
        due.add(new Due(request, path));
        settle(DUE);
    }

    private void settle(int left) throws IOException {
        while (due.size() > left) {
            Due first = due.remove();
            try {
                sftp.done(first.request);
            } catch (Sftp.FailedException e) {
                throw failed(first.path, e);
            }
        }
    }

    private static RuntimeException failed(String path, Sftp.FailedException e) {
        return LxdProblems.refused("cannot put \"" + path + "\" into the instance", ConnectionWords.of(e));
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** With a slash in front and none at the end; the archive's own root is empty. */
    private static String plain(String name) {
        String path = ("/" + name + "/").replaceAll("/(\\./|/)+", "/");
        return path.substring(0, path.length() - 1);
    }
}
