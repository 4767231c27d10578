package dev.chandler.core.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.version.VersionRange;
import java.util.Optional;

/** What a {@code use:} means by what is written there: a name, or a place that has a module. */
public sealed interface ModuleReference {

    /**
     * Whether what is written is a path.
     *
     * @param text as written
     * @return whether it begins as one
     */
    static boolean isFolder(String text) {
        return ReferenceReader.isFolder(text);
    }

    /**
     * Reads a reference.
     *
     * @param text as written
     * @param place where it was written, for messages
     * @return the reference
     * @throws ManifestException if it is none
     */
    static ModuleReference parse(String text, Location place) {
        return new ReferenceReader(text, place).use();
    }

    /**
     * Which versions are meant.
     *
     * @return {@link VersionRange#ANY} where none is written or can be
     */
    default VersionRange range() {
        return VersionRange.ANY;
    }

    /**
     * A name that {@code chandler.sources.yml} maps to a place.
     *
     * @param name without the range
     * @param range which versions
     */
    record Named(String name, VersionRange range) implements ModuleReference {}

    /**
     * A folder, whose files are used in place.
     *
     * @param path relative to the file that it is written in until it is resolved, then absolute
     */
    record Folder(String path) implements ModuleReference {}

    /**
     * A repository in a registry, whose tags are versions.
     *
     * @param repository {@code HOST[:PORT]/NAME}
     * @param range which versions
     */
    record Registry(String repository, VersionRange range) implements ModuleReference {}

    /**
     * A folder in a git repository.
     *
     * @param url as git takes it, without login
     * @param ref a branch, tag or commit; empty where versions are tags, {@code v1.2.3} or {@code 1.2.3}
     * @param subdir the folder in the repository, with slashes, of plain words; empty for its root
     */
    record Git(String url, Optional<String> ref, Optional<String> subdir) implements ModuleReference {}

    /**
     * An archive on a web server.
     *
     * @param url without the digest and without login; may have {@code {version}} in it where it comes from
     *     {@code chandler.sources.yml}, to be replaced by each version
     * @param digest of the archive's bytes; empty only there
     */
    record Archive(String url, Optional<Digest> digest) implements ModuleReference {}
}
