package dev.chandler.core.module.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.trust.SignatureFile;
import dev.chandler.lib.files.FileTreeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the copies of modules that a project has: a folder for each, its signature beside it, and a list of all.
 *
 * <p>All of the folder is its own. A copy that is right already is left alone, so that nothing changes where nothing has to. The
 * list is written when all that it names is there, and what it does not name is removed after that; a run that was killed is
 * taken up by the next.
 *
 * @param project the project's folder, absolute
 * @param name where the copies are to be, relative to the project
 * @param workingDirectory what messages name files relative to
 */
public record VendorFolder(Path project, String name, Path workingDirectory) {

    private static final String IGNORE = ".gitignore";
    private static final String PART = ".part-";

    /** What git is told: it is to keep all files, as they are. */
    private static final String ATTRIBUTES = "# Digests are of these very bytes.\n* -text -ident -filter\n";

    private static final String IGNORED = "# Whatever the project does not keep elsewhere belongs here.\n!*\n";

    /**
     * A module to be copied.
     *
     * @param module as the lock has it
     * @param kept what there is of it
     */
    public record Module(LockedModule module, CachedModule kept) {

        /**
         * Whether it is a module that is locked, from whatever place.
         *
         * @param other as a lock has it
         * @return whether its copy is in the same folder
         */
        public boolean isOf(LockedModule other) {
            return module.name().equals(other.name()) && module.version().equals(other.version());
        }
    }

    /**
     * What has become of it.
     *
     * @param written the modules that were copied, sorted
     * @param removed those that are no longer there, sorted
     * @param selective those that tell git themselves which of their files it is not to keep, sorted
     */
    public record Changes(List<String> written, List<String> removed, List<String> selective) {}

    /**
     * Copies modules, and removes what else is in the folder.
     *
     * @param modules all that are to be there, each version of a name once
     * @return what has changed
     * @throws ManifestException if the folder is not the project's, or has what is not Chandler's
     * @throws EngineException if it cannot be written
     * @throws InterruptedException if cancelled; what is there then is not complete, and said to be so when it is used
     */
    public Changes write(Collection<Module> modules) throws InterruptedException {
        Path folder = project.resolve(name);
        try {
            requireOwn(folder);
            Files.createDirectories(folder);
            claim(folder);
            List<VendorList.Entry> before = known(folder);
            List<VendorList.Entry> entries = new ArrayList<>();
            List<String> written = new ArrayList<>();
            for (Module each : modules) {
                VendorList.Entry entry = entry(each);
                if (copy(folder, entry, each.kept())) {
                    written.add(entry.shown());
                }
                entries.add(entry);
            }
            VendorList list = new VendorList(entries);
            put(folder.resolve(".gitattributes"), ATTRIBUTES.getBytes(UTF_8));
            put(folder.resolve(IGNORE), IGNORED.getBytes(UTF_8));
            put(folder.resolve(ProjectFolder.VENDORED), list.text().getBytes(UTF_8));
            removeAllBut(folder, kept(folder, modules, entries));
            List<String> gone = before.stream()
                    .filter(old ->
                            entries.stream().noneMatch(entry -> entry.folder().equals(old.folder())))
                    .map(VendorList.Entry::shown)
                    .toList();
            List<String> selective = modules.stream()
                    .filter(each -> each.kept().content().hasFile(IGNORE))
                    .map(each -> entry(each).shown())
                    .sorted()
                    .toList();
            return new Changes(written.stream().sorted().toList(), gone, selective);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while writing " + folder);
            }
            throw new EngineException(
                    Problem.of("CH-MODULE-063", "cannot write " + name)
                            .because(e.getClass().getSimpleName() + ": " + e.getMessage())
                            .remedy("give the folder room and rights"),
                    e);
        }
    }

    private static VendorList.Entry entry(Module each) {
        return new VendorList.Entry(
                each.module().name(),
                each.module().version(),
                each.module().digest(),
                each.kept().content().emptyFolders());
    }

    /** It may have been left half done, or have a conflict in it: it is written anew in any case. */
    private List<VendorList.Entry> known(Path folder) {
        try {
            return VendorList.read(folder, workingDirectory)
                    .map(VendorList::modules)
                    .orElse(List.of());
        } catch (ManifestException e) {
            return List.of();
        }
    }

    /** What is removed has to be what was written: nothing outside of the project, and nobody else's. */
    private void requireOwn(Path folder) throws IOException {
        Path at = project;
        for (Path word : project.relativize(folder)) {
            at = at.resolve(word);
            if (Files.isSymbolicLink(at) || (Files.exists(at, NOFOLLOW_LINKS) && !Files.isDirectory(at))) {
                throw refused(name, "\"" + project.relativize(at) + "\" is no folder, or a link to one");
            }
        }
        if (Files.isDirectory(folder) && !Files.exists(folder.resolve(ProjectFolder.VENDORED), NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.anyMatch(file -> !isPart(file))) {
                    throw refused(
                            name,
                            "there is something in it, and no " + ProjectFolder.VENDORED
                                    + " that would say that it was written by this");
                }
            }
        }
    }

    /** So that a run that is killed leaves what the next one knows as its own. */
    private static void claim(Path folder) throws IOException {
        Path list = folder.resolve(ProjectFolder.VENDORED);
        if (!Files.exists(list, NOFOLLOW_LINKS)) {
            put(list, new VendorList(List.of()).text().getBytes(UTF_8));
        }
    }

    private static boolean isPart(Path file) {
        return String.valueOf(file.getFileName()).startsWith(PART);
    }

    private static ManifestException refused(String name, String why) {
        return new ManifestException(Problem.of("CH-MODULE-075", "modules cannot be copied into \"" + name + "\"")
                .because(why)
                .remedy("name another folder of the project: chandler module vendor DIR"));
    }

    /** Copies a module where it is not there as it has to be. */
    private static boolean copy(Path folder, VendorList.Entry entry, CachedModule module)
            throws IOException, InterruptedException {
        Path copy = folder.resolve(entry.folder());
        boolean changed = !isThere(folder, entry);
        if (changed) {
            requireFolders(folder, copy.resolveSibling(""));
            Path part = Files.createTempDirectory(folder, PART);
            try (InputStream archive = module.content().stream()) {
                UnpackedArchive.unpack(archive, part);
                remove(copy);
                Files.move(part, copy, ATOMIC_MOVE);
            } finally {
                remove(part);
            }
        }
        if (module.signature().isPresent()) {
            put(SignatureFile.of(copy), module.signature().get());
        }
        return changed;
    }

    /** A link on the way would have something written, and removed, elsewhere. */
    private static void requireFolders(Path folder, Path wanted) throws IOException {
        Path at = folder;
        for (Path word : folder.relativize(wanted)) {
            at = at.resolve(word);
            if (!Files.isDirectory(at, NOFOLLOW_LINKS)) {
                Files.deleteIfExists(at);
                Files.createDirectories(at);
            }
        }
    }

    private static boolean isThere(Path folder, VendorList.Entry entry) throws InterruptedException {
        Path copy = folder;
        for (Path word : Path.of(entry.folder())) {
            copy = copy.resolve(word);
            if (!Files.isDirectory(copy, NOFOLLOW_LINKS)) {
                return false;
            }
        }
        try {
            return ModulePacking.packWith(copy, entry.empty()).digest().equals(entry.digest());
        } catch (FileTreeException e) {
            return false;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading " + copy);
            }
            return false;
        }
    }

    private static void put(Path file, byte[] content) throws IOException {
        if (Files.isRegularFile(file, NOFOLLOW_LINKS) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path part = Files.createTempDirectory(file.resolveSibling(""), PART);
        try {
            Path whole = Files.write(part.resolve("whole"), content);
            if (Files.isDirectory(file, NOFOLLOW_LINKS)) {
                remove(file);
            }
            Files.move(whole, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            remove(part);
        }
    }

    private static Set<Path> kept(Path folder, Collection<Module> modules, List<VendorList.Entry> entries) {
        Set<Path> kept = new HashSet<>();
        Stream.of(".gitattributes", IGNORE, ProjectFolder.VENDORED)
                .map(folder::resolve)
                .forEach(kept::add);
        entries.forEach(entry -> kept.add(folder.resolve(entry.folder())));
        modules.stream()
                .filter(each -> each.kept().signature().isPresent())
                .map(each -> SignatureFile.of(folder.resolve(entry(each).folder())))
                .forEach(kept::add);
        return kept;
    }

    private static void removeAllBut(Path folder, Set<Path> kept) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> !kept.contains(file)).toList();
        }
        for (Path each : files) {
            boolean leads = kept.stream().anyMatch(other -> other.startsWith(each));
            if (leads && Files.isDirectory(each, NOFOLLOW_LINKS)) {
                removeAllBut(each, kept);
            } else {
                remove(each);
            }
        }
    }

    /** Follows no link. */
    private static void remove(Path file) throws IOException {
        if (Files.notExists(file, NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(file)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /**
     * The folder that users name, relative to the project.
     *
     * @param project the project's folder, absolute and real
     * @param wanted as they named it, absolute; need not be there
     * @return a path of plain words
     * @throws ManifestException if it is not below the project's
     */
    public static String relative(Path project, Path wanted) {
        Path named = wanted.normalize();
        Path there = named;
        for (Path above = named; Files.notExists(there) && above != null; above = above.getParent()) {
            there = above;
        }
        Path folder =
                SourceReader.realPath(there).resolve(there.relativize(named)).normalize();
        if (folder.equals(project) || !folder.startsWith(project)) {
            throw refused(named.toString(), "it has to be a folder below the project's, " + project);
        }
        return project.relativize(folder).toString();
    }
}
