package dev.chandler.core.module;

import java.nio.file.Path;

/**
 * Where modules are whose names begin with certain words.
 *
 * @param source where; an absolute folder, a registry without a range, a git repository, or an archive's URL with
 *     {@code {name}} and {@code {version}} in it
 */
record MappedSource(ModuleReference source) {

    /** What is replaced by the words of a module's name behind those that are mapped; all of them where none is left. */
    static final String NAME = "{name}";

    /** The place of one module, by the words that its name begins with. */
    ModuleReference of(ModuleReference.Named named, String prefix) {
        String behind = named.name().substring(prefix.length());
        String words = behind.isEmpty() ? "" : behind.substring(1);
        if (source instanceof ModuleReference.Folder folder) {
            return new ModuleReference.Folder(
                    Path.of(folder.path()).resolve(words).toString());
        }
        if (source instanceof ModuleReference.Registry registry) {
            return new ModuleReference.Registry(registry.repository() + behind, named.range());
        }
        if (source instanceof ModuleReference.Git git) {
            String subdir = git.subdir().orElse("");
            String inside = subdir.isEmpty() ? words : subdir + behind;
            return new ModuleReference.Git(git.url(), git.ref(), ReferenceReader.given(inside));
        }
        ModuleReference.Archive archive = (ModuleReference.Archive) source;
        return new ModuleReference.Archive(
                archive.url().replace(NAME, words.isEmpty() ? named.name() : words), archive.digest());
    }
}
