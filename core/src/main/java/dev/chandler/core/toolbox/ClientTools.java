package dev.chandler.core.toolbox;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ToolArchive;
import dev.chandler.core.manifest.ToolboxSource;
import dev.chandler.lib.files.FileEntry;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import dev.chandler.lib.files.TarOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Tools of the client: a folder, whose files are root's in instances, or an archive. */
final class ClientTools {

    private static final String BUSYBOX = "busybox";
    private static final TarOptions ROOTS = new TarOptions("", "", 0, 0, OptionalInt.empty());

    private ClientTools() {}

    static Toolbox of(ToolboxSource.ClientFiles source, Notes notes) throws InterruptedException {
        return Files.isDirectory(source.path()) ? folder(source, notes) : archive(source, notes);
    }

    private static Toolbox folder(ToolboxSource.ClientFiles source, Notes notes) throws InterruptedException {
        try {
            FileTree tree = FileTree.scan(source.path(), List.of());
            if (tree.entries().isEmpty()) {
                throw new ManifestException(empty(source));
            }
            Set<String> names = tree.entries().stream().map(FileEntry::path).collect(Collectors.toSet());
            return new Toolbox(
                    source,
                    tree.digest(notes),
                    () -> new ToolTar(tree.tar(ROOTS), ""),
                    () -> BusyboxLinks.shell(names));
        } catch (FileTreeException e) {
            throw new ManifestException(e.problems().stream()
                    .map(problem -> problem.at(problem.where().orElse(source.location())))
                    .toList());
        }
    }

    private static Toolbox archive(ToolboxSource.ClientFiles source, Notes notes) throws InterruptedException {
        try (InputStream tar = ToolArchive.open(source.path())) {
            Set<String> names = ToolListing.of(tar).names();
            if (names.isEmpty()) {
                throw new ManifestException(empty(source));
            }
            FileTree file = FileTree.scan(source.path(), List.of());
            Digest digest = file.contents(notes).values().iterator().next();
            return new Toolbox(
                    source,
                    digest,
                    () -> new ToolTar(ToolArchive.unpacked(file.content()), ""),
                    () -> BusyboxLinks.shell(names));
        } catch (IOException e) {
            throw new ManifestException(
                    Problem.of("CH-TOOLBOX-002", "cannot read the archive \"" + source.path() + "\" with tools")
                            .at(source.location())
                            .because(String.valueOf(e.getMessage()))
                            .remedy("pack the tools with tar, plain or gzip, or name a folder"),
                    e);
        }
    }

    /** A toolbox of one busybox. */
    static Toolbox of(ToolboxSource.StaticShell source, Notes notes) throws InterruptedException {
        try {
            FileTree file = FileTree.scan(source.path(), List.of());
            TarOptions alone = new TarOptions("", BUSYBOX, 0, 0, OptionalInt.of(0755));
            return new Toolbox(
                    source,
                    file.contents(notes).values().iterator().next(),
                    () -> new ToolTar(file.tar(alone), ""),
                    () -> BusyboxLinks.shell(Set.of(BUSYBOX)));
        } catch (FileTreeException e) {
            throw new ManifestException(e.problems().stream()
                    .map(problem -> problem.at(source.location()))
                    .toList());
        }
    }

    private static Problem empty(ToolboxSource.ClientFiles source) {
        return Problem.of("CH-TOOLBOX-003", "there is nothing in the toolbox \"" + source.path() + "\"")
                .at(source.location())
                .remedy("put programs into it that need no libraries of the base, or take toolbox: out");
    }
}
