package dev.chandler.lib.files;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files of the client as one look found them: one file, or what is in a folder and is not excluded.
 *
 * <p>Contents are read later, and must still be what they were. Immutable, thread-safe.
 *
 * <pre>{@code
 * FileTree tree = FileTree.scan(folder, List.of(new FileTree.Rules(rules, "")));
 * Digest digest = tree.digest(notes);
 * try (TarStream tar = tree.tar(new TarOptions("", "", 0, 0, OptionalInt.empty()))) {
 *     communicator.put("/opt/app", tar);
 * }
 * }</pre>
 */
public final class FileTree {

    /**
     * Rules that say what is taken.
     *
     * @param rules the rules
     * @param prefix where the tree's folder is, relative to the folder that the rules are for; empty if it is that folder
     */
    public record Rules(IgnoreRules rules, String prefix) {}

    private final Path path;
    private final FileEntry root;
    private final List<FileEntry> entries;
    private final boolean excludedAny;
    /** Of files with several names the first that is in the tree. */
    private final Map<String, FileEntry> firstNames = new HashMap<>();

    private FileTree(Path path, FileEntry root, List<FileEntry> entries, boolean excludedAny) {
        this.path = path;
        this.root = root;
        this.entries = Collections.unmodifiableList(entries);
        this.excludedAny = excludedAny;
        entries.stream()
                .filter(entry -> !entry.shared().isEmpty())
                .forEach(entry -> firstNames.putIfAbsent(entry.shared(), entry));
    }

    /**
     * Looks at a folder's content, or at one file, whose tree is that file alone.
     *
     * @param path the folder or file; where it is a link, what it points at
     * @param rules what excludes; no use for one file
     * @return the tree; the folder itself is not in it
     * @throws FileTreeException if something is missing, cannot be read, or is neither file, folder nor link
     * @throws InterruptedException if cancelled
     */
    public static FileTree scan(Path path, List<Rules> rules) throws FileTreeException, InterruptedException {
        Path real = real(path);
        FileEntry root = FileLook.at(real, name(path));
        if (root.kind() != FileEntry.Kind.FOLDER) {
            return new FileTree(real, root, List.of(root), false);
        }
        TreeScan scan = TreeScan.of(real, rules);
        return new FileTree(real, root, scan.entries(), scan.excludedAny());
    }

    private static Path real(Path path) throws FileTreeException {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw FileProblems.unreadable(path, e);
        }
    }

    private static String name(Path path) throws FileTreeException {
        Path name = path.toAbsolutePath().normalize().getFileName();
        String text = name == null ? "" : name.toString();
        FileLook.requireText(path, text);
        return text;
    }

    /**
     * Whether the tree is a folder's content.
     *
     * @return false if it is one file
     */
    public boolean isFolder() {
        return root.kind() == FileEntry.Kind.FOLDER;
    }

    /**
     * Where the folder or the file is.
     *
     * @return its path, no link in it
     */
    public Path path() {
        return path;
    }

    /**
     * The folder or the file itself.
     *
     * @return as it was when it was looked at
     */
    public FileEntry root() {
        return root;
    }

    /**
     * What is in the tree.
     *
     * @return the entries, folders before what is in them, names in the order of their bytes
     */
    public List<FileEntry> entries() {
        return entries;
    }

    /**
     * The entry before this one that is another name of the same file.
     *
     * @param entry one of the tree's
     * @return the first of them; empty for that one itself, and where there is no other in the tree
     */
    public Optional<FileEntry> sameAs(FileEntry entry) {
        return Optional.ofNullable(firstNames.get(entry.shared())).filter(first -> !first.equals(entry));
    }

    /**
     * Whether rules excluded anything.
     *
     * @return true if something was there that is not in the tree
     */
    public boolean excludedAny() {
        return excludedAny;
    }

    /**
     * Digests each file's content and each link's target.
     *
     * @param notes where the digests are remembered of files that have not been touched since; {@link Notes#NONE} to read
     *     all of them
     * @return paths and digests, in the tree's order; folders are not among them
     * @throws FileTreeException if a file cannot be read, or is not what it was
     * @throws InterruptedException if cancelled
     */
    public Map<String, Digest> contents(Notes notes) throws FileTreeException, InterruptedException {
        return contents(notes, Clock.systemUTC());
    }

    Map<String, Digest> contents(Notes notes, Clock clock) throws FileTreeException, InterruptedException {
        Map<String, Digest> contents = new LinkedHashMap<>();
        ContentDigest digest = new ContentDigest();
        KnownContents known = KnownContents.of(notes, path, entries, clock.instant());
        for (FileEntry entry : entries) {
            if (entry.kind() == FileEntry.Kind.LINK) {
                contents.put(entry.path(), digest.of(file(entry), entry));
            } else if (entry.kind() == FileEntry.Kind.FILE) {
                Optional<Digest> before = known.digest(entry);
                Digest content = before.isPresent() ? before.get() : digest.of(file(entry), entry);
                if (before.isEmpty()) {
                    known.read(entry, content);
                }
                contents.put(entry.path(), content);
            }
        }
        known.keep(entries);
        return contents;
    }

    /**
     * Digests the whole tree: names, kinds, modes, contents, targets, and which names are one file; never times or owners.
     *
     * @param notes as for {@link #contents(Notes)}
     * @return equal for equal trees
     * @throws FileTreeException if a file cannot be read, or is not what it was
     * @throws InterruptedException if cancelled
     */
    public Digest digest(Notes notes) throws FileTreeException, InterruptedException {
        return Digest.of(listing(notes));
    }

    /**
     * Writes down what {@link #digest} is the digest of.
     *
     * @param notes as for {@link #contents(Notes)}
     * @return the first line is the format; then a line for each entry, zero bytes between path, kind, mode, the content's
     *     digest, and the first name of the same file
     * @throws FileTreeException if a file cannot be read, or is not what it was
     * @throws InterruptedException if cancelled
     */
    public String listing(Notes notes) throws FileTreeException, InterruptedException {
        Map<String, Digest> contents = contents(notes);
        StringBuilder text = new StringBuilder("chandler.tree.v1\n");
        for (FileEntry entry : entries) {
            boolean link = entry.kind() == FileEntry.Kind.LINK;
            text.append(entry.path()).append('\0').append(entry.kind()).append('\0');
            text.append(link ? "" : Integer.toOctalString(entry.mode())).append('\0');
            text.append(contents.containsKey(entry.path()) ? contents.get(entry.path()) : "");
            sameAs(entry).ifPresent(first -> text.append('\0').append(first.path()));
            text.append('\n');
        }
        return text.toString();
    }

    /**
     * Packs the tree.
     *
     * @param options how names, owners and modes are to be
     * @return a tar stream; the caller closes it
     */
    public TarStream tar(TarOptions options) {
        return new TarStream(this, options);
    }

    /**
     * Reads the one file that the tree is.
     *
     * @return its content; the caller closes it
     * @throws IllegalStateException if the tree is a folder's
     */
    public FileContent content() {
        if (isFolder()) {
            throw new IllegalStateException("a folder has no content: " + path);
        }
        return new FileContent(path, root);
    }

    Path file(FileEntry entry) {
        return isFolder() ? path.resolve(entry.path()) : path;
    }
}
