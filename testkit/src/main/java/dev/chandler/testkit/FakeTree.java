package dev.chandler.testkit;

import dev.chandler.api.cache.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory: absolute paths and what is there, the root not among them. A link to an absolute path leads
 * there, once. Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FakeTree {

    private final TreeMap<String, FakeFile> files;
    private final TreeMap<String, FakeTree> mounts = new TreeMap<>();
    private final Set<String> readOnly = new HashSet<>();

    /** Makes an empty tree. */
    public FakeTree() {
        this.files = new TreeMap<>();
    }

    private FakeTree(Map<String, FakeFile> files) {
        this.files = new TreeMap<>(files);
    }

    /**
     * A tree of its own with the same files, but nothing of what is mounted.
     *
     * @return the copy
     */
    public synchronized FakeTree copy() {
        return new FakeTree(files);
    }

    /**
     * Everything in the tree but what is mounted.
     *
     * @return absolute paths, sorted, and what is there; a copy
     */
    public synchronized SortedMap<String, FakeFile> files() {
        return new TreeMap<>(files);
    }

    /**
     * Looks at one path.
     *
     * @param path an absolute path
     * @return what is there
     */
    public synchronized Optional<FakeFile> file(String path) {
        String clean = followed(path);
        Optional<Map.Entry<String, FakeTree>> mount = mountOf(clean);
        if (mount.isPresent() && !mount.get().getKey().equals(clean)) {
            return mount.get().getValue().file(below(clean, mount.get()));
        }
        if (mount.isPresent() && readOnly.contains(clean)) {
            return Optional.of(FakeFile.directory());
        }
        return Optional.ofNullable(files.get(clean));
    }

    /**
     * Reads a regular file.
     *
     * @param path an absolute path
     * @return its text, if it is there
     */
    public Optional<String> text(String path) {
        return file(path).filter(file -> file.kind() == FakeFile.Kind.FILE).map(FakeFile::text);
    }

    /**
     * Puts a file, with the directories above it. An existing directory keeps its content.
     *
     * @param path an absolute path
     * @param file what is to be there
     * @return this
     */
    public synchronized FakeTree put(String path, FakeFile file) {
        String clean = followed(path);
        Optional<Map.Entry<String, FakeTree>> mount = mountOf(clean);
        if (mount.isPresent()) {
            mount.get().getValue().put(below(clean, mount.get()), file);
            return this;
        }
        putParents(clean);
        if (!clean.equals("/")) {
            files.put(clean, file);
        }
        return this;
    }

    /**
     * Puts a text file of root's, mode 0644.
     *
     * @param path an absolute path
     * @param text its content
     * @return this
     */
    public FakeTree put(String path, String text) {
        return put(path, FakeFile.of(text));
    }

    /**
     * Puts everything of another tree.
     *
     * @param other the other tree
     * @return this
     */
    public FakeTree putAll(FakeTree other) {
        other.files().forEach(this::put);
        return this;
    }

    /**
     * Removes a path and all below it.
     *
     * @param path an absolute path
     * @return whether anything was there
     */
    public synchronized boolean remove(String path) {
        String clean = followed(path);
        Optional<Map.Entry<String, FakeTree>> mount = mountOf(clean);
        if (mount.isPresent()) {
            return mount.get().getValue().remove(below(clean, mount.get()));
        }
        return files.keySet().removeIf(each -> each.equals(clean) || each.startsWith(clean + "/"));
    }

    /**
     * Mounts another tree, whose files are then read and written below a path; the path stays as a directory.
     *
     * @param path an absolute path
     * @param other what is there from now on
     * @return this
     */
    public synchronized FakeTree mount(String path, FakeTree other) {
        String clean = clean(path);
        if (!clean.startsWith("/dev/") && !files.containsKey(clean)) {
            put(clean, FakeFile.directory());
        }
        mounts.put(clean, other);
        return this;
    }

    /**
     * Mounts another tree, whose files can be read below a path and not be changed by commands.
     *
     * @param path an absolute path
     * @param other what is there from now on
     * @return this
     */
    public synchronized FakeTree mountReadOnly(String path, FakeTree other) {
        readOnly.add(clean(path));
        return mount(path, other);
    }

    /**
     * Whether a path is that of something mounted read-only, or below one.
     *
     * @param path an absolute path
     * @return whether commands cannot write there
     */
    public synchronized boolean isReadOnly(String path) {
        return mountOf(followed(path))
                .filter(mount -> readOnly.contains(mount.getKey()))
                .isPresent();
    }

    private Optional<Map.Entry<String, FakeTree>> mountOf(String path) {
        return mounts.entrySet().stream()
                .filter(mount -> path.equals(mount.getKey()) || path.startsWith(mount.getKey() + "/"))
                .findFirst();
    }

    /** Where links of the folders above a path lead to; one that is at the path itself stays. */
    private String followed(String path) {
        String clean = clean(path);
        for (int slash = clean.indexOf('/', 1); slash > 0; slash = clean.indexOf('/', slash + 1)) {
            FakeFile above = files.get(clean.substring(0, slash));
            if (above != null
                    && above.kind() == FakeFile.Kind.LINK
                    && above.text().startsWith("/")) {
                return clean(above.text() + clean.substring(slash));
            }
        }
        return clean;
    }

    private static String below(String path, Map.Entry<String, FakeTree> mount) {
        return "/" + path.substring(mount.getKey().length());
    }

    /**
     * Digests everything that is there.
     *
     * @return equal for equal trees
     */
    public synchronized Digest digest() {
        StringBuilder text = new StringBuilder();
        files.forEach((path, file) -> text.append("%s|%s|%o|%d|%d|%s\n"
                .formatted(path, file.kind(), file.mode(), file.uid(), file.gid(), Digest.of(file.bytes()))));
        return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void putParents(String path) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            files.putIfAbsent(path.substring(0, slash), FakeFile.directory());
        }
    }

    private static String clean(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + path);
        }
        return Path.of(path).normalize().toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FakeTree that && files().equals(that.files());
    }

    @Override
    public int hashCode() {
        return files().hashCode();
    }

    /** One line for each path. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        files().forEach((path, file) ->
                text.append(path).append("  ").append(file).append('\n'));
        return text.toString();
    }
}
