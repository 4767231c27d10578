package dev.chandler.lib.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file or a folder out of a tar stream that nobody vouches for, first in a folder of its own beside where it goes.
 *
 * <p>Each file gets to its place by a rename, so that it is there whole or not at all, and takes the place of what was there.
 * Links are made as they are and never followed: a name below a link is refused, as is one that leads out. Owners are not
 * kept, permissions are; devices and the like are left out. Whoever makes it closes it. Not thread-safe.
 */
public final class ReceivedTree implements AutoCloseable {

    private static final int OWNER_ALL = 0700;

    private final Path temporary;
    private final Path root;
    private final Map<Path, Integer> folders = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    private ReceivedTree(Path temporary) {
        this.temporary = temporary;
        this.root = temporary.resolve("content");
    }

    /**
     * Unpacks a stream to its end.
     *
     * @param stream a tar stream, whose names all begin with one and the same
     * @param folder a folder that is there, on the file system on which it is to be in the end
     * @return the tree; the caller closes it
     * @throws UnsafeTarException if it holds what is not to be unpacked
     * @throws UnreadableTarException if it cannot be read to its end
     * @throws IOException if it cannot be written
     * @throws InterruptedException if cancelled; nothing is left then
     */
    public static ReceivedTree unpack(InputStream stream, Path folder) throws IOException, InterruptedException {
        ReceivedTree tree = new ReceivedTree(Files.createTempDirectory(folder, ".chandler-get-"));
        try {
            TarArchiveInputStream tar = new TarArchiveInputStream(stream, "UTF-8");
            InputStream content = new Content(tar);
            for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
                Cancelling.check();
                tree.add(content, entry);
            }
            if (!Files.exists(tree.root, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnsafeTarException("there is no file in it");
            }
            return tree;
        } catch (IOException e) {
            tree.close();
            // An interrupt closes the file that is written, and that looks like one that cannot be written.
            Cancelling.check();
            throw e;
        } catch (InterruptedException | RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws UnreadableTarException {
        try {
            return tar.getNextEntry();
        } catch (IOException e) {
            throw new UnreadableTarException(e);
        }
    }

    /** Tells a failure to read from one to write. */
    private static final class Content extends FilterInputStream {

        Content(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw new UnreadableTarException(e);
            }
        }
    }

    /**
     * Whether it is a folder.
     *
     * @return false for a file or a link
     */
    public boolean isFolder() {
        return Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * What could not be unpacked and was left out.
     *
     * @return names in the archive
     */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private void add(InputStream content, TarArchiveEntry entry) throws IOException {
        Path place = place(entry.getName());
        Path parent = place.equals(root) ? temporary : place.resolveSibling("");
        if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafeTarException("\"" + entry.getName() + "\" is not below a folder");
        }
        if (entry.isDirectory()) {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(place);
            }
            Files.setPosixFilePermissions(place, permissions(entry.getMode() | OWNER_ALL));
            folders.put(root.relativize(place), entry.getMode());
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(place, linked(entry));
        } else if (entry.isLink()) {
            copy(entry, place);
        } else if (entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) {
            leftOut.add(entry.getName());
        } else {
            Files.copy(content, place);
            Files.setPosixFilePermissions(place, permissions(entry.getMode()));
        }
    }

    private static Path linked(TarArchiveEntry entry) throws UnsafeTarException {
        try {
            return Path.of(entry.getLinkName());
        } catch (InvalidPathException e) {
            throw new UnsafeTarException("\"" + entry.getName() + "\" leads to what is no name of a file here");
        }
    }

    private void copy(TarArchiveEntry entry, Path place) throws IOException {
        Path other = place(entry.getLinkName());
        requireNoLinkAbove(other, entry.getName());
        if (Files.isSymbolicLink(other)) {
            Files.createSymbolicLink(place, Files.readSymbolicLink(other));
        } else if (Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(other, place, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            throw new UnsafeTarException("\"" + entry.getName() + "\" is to be the same as what is not there");
        }
    }

    private void requireNoLinkAbove(Path path, String name) throws UnsafeTarException {
        Path above = root;
        int words = root.getNameCount();
        for (int i = words; i < path.getNameCount(); i++) {
            if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnsafeTarException("\"" + name + "\" is to be the same as what is below a link");
            }
            above = above.resolve(path.getName(i).toString());
        }
    }

    /** The first word of a name is what was asked for, which may be called anything here. */
    private Path place(String name) throws IOException {
        List<String> words = Stream.of(name.split("/"))
                .filter(word -> !word.isEmpty() && !word.equals("."))
                .toList();
        if (words.isEmpty() || words.contains("..") || name.startsWith("/") || name.indexOf('\0') >= 0) {
            throw new UnsafeTarException("\"" + name + "\" leads out of the folder");
        }
        Path place = root;
        try {
            for (String word : words.subList(1, words.size())) {
                place = place.resolve(word);
            }
        } catch (InvalidPathException e) {
            throw new UnsafeTarException("\"" + name + "\" is no name of a file here");
        }
        return place;
    }

    /**
     * Puts it to its place: a file takes the place of what is there, a folder's content goes to what is in the folder.
     *
     * @param target where it is to be; the folder above is there
     * @throws FileAlreadyExistsException if a folder stands where a file is to be, or the other way round
     * @throws IOException if it cannot be written
     * @throws InterruptedException if cancelled; each file is the old or the new one then
     */
    public void moveTo(Path target) throws IOException, InterruptedException {
        if (!isFolder()) {
            move(root, target);
            return;
        }
        boolean there = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Cancelling.check();
            Path place = target.resolve(root.relativize(path).toString());
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                move(path, place);
            } else if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(place);
            }
        }
        // From below: a folder may forbid to go into it.
        List<Path> deepestLast = new ArrayList<>(folders.keySet());
        Collections.reverse(deepestLast);
        for (Path folder : deepestLast) {
            if (!there || !folder.toString().isEmpty()) {
                int mode = folders.getOrDefault(folder, OWNER_ALL);
                Files.setPosixFilePermissions(target.resolve(folder.toString()), permissions(mode));
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString(), null, "a folder stands where a file is to be");
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] highestFirst = {
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE
        };
        for (int i = 0; i < highestFirst.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(highestFirst[i]);
            }
        }
        return permissions;
    }

    /** Removes what did not get to its place. Idempotent. */
    @Override
    public void close() throws IOException {
        List<Path> left;
        try (Stream<Path> walk = Files.walk(temporary)) {
            left = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path path : left) {
            Files.deleteIfExists(path);
        }
    }
}
