package dev.chandler.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Moves files between tar streams and a {@link FakeTree}. */
final class FakeTar {

    private FakeTar() {}

    static void unpack(InputStream stream, String directory, FakeTree tree) {
        if (!directory.equals("/") && tree.file(directory).isEmpty()) {
            tree.put(directory, FakeFile.directory());
        }
        try {
            TarArchiveInputStream tar = new TarArchiveInputStream(stream, "UTF-8");
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = directory + "/" + entry.getName();
                if (!entry.isDirectory() || !isDirectory(tree, path)) {
                    tree.put(path, read(tar, entry, directory, tree));
                }
            }
            stream.transferTo(ByteArrayOutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDirectory(FakeTree tree, String path) {
        return tree.file(path)
                .filter(file -> file.kind() == FakeFile.Kind.DIRECTORY)
                .isPresent();
    }

    private static FakeFile read(TarArchiveInputStream tar, TarArchiveEntry entry, String directory, FakeTree tree)
            throws IOException {
        int uid = Math.toIntExact(entry.getLongUserId());
        int gid = Math.toIntExact(entry.getLongGroupId());
        int mode = entry.getMode() & 07777;
        if (entry.isDirectory()) {
            return new FakeFile(FakeFile.Kind.DIRECTORY, new byte[0], mode, uid, gid);
        }
        if (entry.isSymbolicLink()) {
            return new FakeFile(
                    FakeFile.Kind.LINK, entry.getLinkName().getBytes(StandardCharsets.UTF_8), 0777, uid, gid);
        }
        if (entry.isLink()) {
            return tree.file(directory + "/" + entry.getLinkName())
                    .orElseThrow(() -> new IllegalStateException("no file to link to: " + entry.getLinkName()));
        }
        if (!entry.isFile()) {
            throw new IllegalStateException("the fake has no such kind of file: " + entry.getName());
        }
        return new FakeFile(FakeFile.Kind.FILE, tar.readAllBytes(), mode, uid, gid);
    }

    /** Packs one path and all below it; names begin with the path's last one. */
    static InputStream pack(String path, FakeTree tree) {
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Map.Entry<String, FakeFile> each : tree.files().entrySet()) {
                if (each.getKey().equals(path) || each.getKey().startsWith(path.equals("/") ? path : path + "/")) {
                    write(tar, each.getKey().substring(parent.length()), each.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void write(TarArchiveOutputStream tar, String name, FakeFile file) throws IOException {
        TarArchiveEntry entry = switch (file.kind()) {
            case FILE -> new TarArchiveEntry(name);
            case DIRECTORY -> new TarArchiveEntry(name + "/");
            case LINK -> new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        };
        entry.setMode(file.mode());
        entry.setIds(file.uid(), file.gid());
        entry.setModTime(0);
        if (file.kind() == FakeFile.Kind.LINK) {
            entry.setLinkName(file.text());
        } else {
            entry.setSize(file.size());
        }
        tar.putArchiveEntry(entry);
        if (file.kind() == FakeFile.Kind.FILE) {
            tar.write(file.bytes());
        }
        tar.closeArchiveEntry();
    }
}
