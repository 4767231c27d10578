package dev.chandler.core.manifest;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.SourceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the manifest that is meant, and the project that it belongs to. */
public final class ProjectFolder {

    /** The manifest's name where only its folder is given. */
    public static final String MANIFEST = "chandler.yml";

    /** What marks a project's folder, and may say of which builds it is. */
    public static final String PROJECT = "chandler.project.yml";

    /** What marks a folder with copies of modules, and says which: their manifests are not the project's. */
    public static final String VENDORED = "chandler.vendor.yml";

    private ProjectFolder() {}

    /**
     * Whether a folder has copies of modules.
     *
     * @param folder absolute
     * @return whether there is a {@code chandler.vendor.yml}
     */
    public static boolean isVendored(Path folder) {
        return Files.exists(folder.resolve(VENDORED));
    }

    /**
     * The project that something belongs to.
     *
     * @param path absolute: a manifest, or a folder with or without one; it need not exist
     * @return the nearest folder above with a {@code chandler.project.yml}; else the manifest's own, or the one given
     */
    public static Path of(Path path) {
        return root(Files.isDirectory(path) ? path.resolve(MANIFEST) : path);
    }

    /**
     * The manifest's file.
     *
     * @param path absolute: a file, or a folder with a {@code chandler.yml}
     * @throws ManifestException if there is no such file
     */
    static Path manifest(Path path, SourceReader reader) {
        String name = reader.nameOf(path);
        if (Files.isDirectory(path)) {
            Path inside = path.resolve(MANIFEST);
            if (Files.isDirectory(inside)) {
                throw new ManifestException(
                        Problem.of("CH-MANIFEST-002", "\"" + reader.nameOf(inside) + "\" is a folder")
                                .remedy("a manifest is a file; name another one with -f FILE"));
            }
            if (Files.notExists(inside)) {
                throw new ManifestException(missing(reader.nameOf(inside)));
            }
            return inside;
        }
        if (Files.notExists(path)) {
            throw new ManifestException(missing(name));
        }
        return path;
    }

    private static Problem missing(String name) {
        return Problem.of("CH-MANIFEST-001", "there is no manifest \"" + name + "\"")
                .remedy("make one with chandler init, or name another one with -f FILE");
    }

    /**
     * The folder that includes must stay inside.
     *
     * @param manifest the manifest's file
     * @return a real path: the nearest folder above with a {@code chandler.project.yml}, else the manifest's own
     */
    static Path root(Path manifest) {
        // The folder of the link, where the manifest is one: what it includes is relative to that, too.
        Path own = SourceReader.realPath(folderOf(manifest));
        for (@Nullable Path folder = own; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(PROJECT))) {
                return folder;
            }
        }
        return own;
    }

    /** The folder that a file is in. */
    static Path folderOf(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IllegalArgumentException("not a file's absolute path: " + file);
        }
        return folder;
    }
}
