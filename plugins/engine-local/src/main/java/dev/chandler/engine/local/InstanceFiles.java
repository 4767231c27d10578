package dev.chandler.engine.local;

import dev.chandler.lib.oci.TarProcess;
import dev.chandler.lib.oci.tar.RewrittenTar;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files go in and out by the machine's tar, which runs in the instance's namespace of mounts: whatever it meets there, it cannot get at the machine.
 *
 * <p>Links on the way are followed before, as the instance would follow them, so that tar meets none. Thread-safe.
 */
final class InstanceFiles {

    private static final List<String> PACKING = List.of(
            "-c", "--format=posix", "--numeric-owner", "--xattrs", "--sparse", "--ignore-failed-read", "-f", "-");

    /** What is there stays: the archive has no directory of that name any more. */
    private static final List<String> UNPACKING = List.of(
            "-x",
            "-p",
            "-S",
            "--numeric-owner",
            "--xattrs",
            "--no-overwrite-dir",
            "--keep-directory-symlink",
            "-f",
            "-");

    private static final String TAR = Processes.PROGRAMS + "tar";
    private static final int CHUNK = 1 << 16;

    private final Processes processes;

    /** For one instance. */
    InstanceFiles(Processes processes) {
        this.processes = processes;
    }

    /** Unpacks an archive; the namespaces have to be there. */
    void put(String directory, InputStream archive) throws InterruptedException {
        try {
            RootPaths paths = new RootPaths(processes.seen());
            Path into = paths.inside(directory);
            byte[] missing = missing(paths, into, directory);
            InputStream resolved = new RewrittenTar(archive, header -> resolved(paths, into, header));
            List<String> words = new ArrayList<>(processes.enter());
            words.add(TAR);
            words.addAll(UNPACKING);
            TarProcess.unpack(Program.builder(words), out -> {
                out.write(missing);
                transfer(resolved, out);
            });
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while putting files into " + directory);
            }
            throw LocalProblems.files("put files into " + directory, LocalProblems.words(e));
        }
    }

    /** What gives the archive need not know of interrupts. */
    static void transfer(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            to.write(chunk, 0, count);
        }
    }

    /** The folders that are not there, as an archive begins: so tar makes them, wherever a command has led what is above them meanwhile. */
    private static byte[] missing(RootPaths paths, Path into, String directory) throws IOException {
        Deque<TarHeader> folders = new ArrayDeque<>();
        String now = Long.toString(Instant.now().getEpochSecond());
        Path at = into;
        while (at != null && !Files.exists(paths.root().resolve(at), LinkOption.NOFOLLOW_LINKS)) {
            folders.push(TarHeader.directory(bytes(at + "/")).changedAt(now));
            at = at.getParent();
        }
        if (at != null && !Files.isDirectory(paths.root().resolve(at), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    directory, null, (at.equals(into) ? directory : "/" + at) + " is no directory");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        for (TarHeader folder : folders) {
            writer.header(folder);
        }
        return bytes.toByteArray();
    }

    /** A header with the place where its file is to be; empty for a directory that is there already. */
    private static List<TarHeader> resolved(RootPaths paths, Path into, TarHeader header) throws IOException {
        Path name = Path.of("/").resolve(text(header.name())).normalize();
        boolean directory = header.type() == TarHeader.DIRECTORY;
        if (name.getNameCount() == 0) {
            if (directory) {
                return List.of();
            }
            throw new FileSystemException(text(header.name()), null, "it has no name");
        }
        Path place = place(paths, into, name);
        Path seen = paths.root().resolve(place);
        if (directory && Files.isDirectory(seen)) {
            return List.of();
        }
        refuseClash(paths, place, directory);
        TarHeader moved = header.named(bytes(place + (directory ? "/" : "")));
        if (header.type() == TarHeader.HARD_LINK) {
            Path target = Path.of("/").resolve(text(header.link())).normalize();
            moved = moved.leadingTo(bytes(place(paths, into, target).toString()));
        }
        return List.of(moved);
    }

    /** The file's own name is not followed, for it is to be replaced. */
    private static Path place(RootPaths paths, Path into, Path name) throws IOException {
        Path parent = name.resolveSibling("");
        return paths.inside("/" + into + parent).resolve(name.getFileName());
    }

    private static void refuseClash(RootPaths paths, Path place, boolean directory) throws IOException {
        Path seen = paths.root().resolve(place);
        if (directory ? Files.exists(seen) : Files.isDirectory(seen, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    place.toString(), null, "/" + place + ": a file and a directory are in each other's way");
        }
        for (Path at = place.getParent(); at != null; at = at.getParent()) {
            Path above = paths.root().resolve(at);
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
                if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileSystemException(at.toString(), null, "/" + at + " is no directory");
                }
                return;
            }
        }
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Packs a file or directory; the namespaces have to be there. */
    Optional<InputStream> get(String path) {
        try {
            RootPaths paths = new RootPaths(processes.seen());
            Path asked = Path.of(path).normalize();
            List<String> words = new ArrayList<>(processes.enter());
            words.add(TAR);
            words.addAll(PACKING);
            if (asked.getNameCount() == 0) {
                words.addAll(List.of("--exclude=./proc/*", "--exclude=./sys/*", "--", "."));
                return Optional.of(TarProcess.packLive(Program.builder(words)));
            }
            Path parent = paths.inside(asked.resolveSibling("").toString());
            String name = asked.getFileName().toString();
            if (!Files.exists(paths.root().resolve(parent).resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            words.addAll(List.of("--transform=flags=r;s,^\\./,,", "-C", "./" + parent, "--", "./" + name));
            return Optional.of(TarProcess.packLive(Program.builder(words)));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LocalProblems.files("get " + path, LocalProblems.words(e));
        }
    }

    /** Packs a layer, as it is on the disk. */
    static InputStream pack(Path layer) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(layer)) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        return TarProcess.packLive(Program.builder(words(layer, names)));
    }

    private static List<String> words(Path layer, List<String> names) {
        List<String> words = new ArrayList<>(List.of("tar"));
        words.addAll(PACKING);
        words.addAll(List.of("-C", layer.toString()));
        if (names.isEmpty()) {
            words.addAll(List.of("-T", "/dev/null"));
        } else {
            words.add("--");
            words.addAll(names);
        }
        return words;
    }
}
