package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.project.ProjectBuild;
import dev.chandler.core.project.ProjectBuilds;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the manifests that are meant, each once.
 *
 * @param here what messages name folders relative to
 * @param recursive whether a folder means all manifests below it, not its own alone
 */
record ManifestSearch(Path here, boolean recursive) {

    /**
     * Finds them.
     *
     * @param paths files and folders, absolute
     * @param projects those that are meant as a whole, whose folders need no manifest of their own
     * @return files in the order of what was named, those of one folder sorted, then those that projects list besides
     * @throws ManifestException if there is none below a folder
     */
    List<Path> from(List<Path> paths, List<ProjectBuilds> projects) {
        Set<Path> found = new LinkedHashSet<>();
        for (Path path : paths) {
            boolean project = projects.stream().anyMatch(each -> each.project().startsWith(path));
            if (recursive && Files.isDirectory(path)) {
                found.addAll(project ? walk(path) : below(path));
            } else {
                Path file = Files.isDirectory(path) ? path.resolve(ProjectFolder.MANIFEST) : path;
                if (!project || Files.exists(file)) {
                    found.add(file);
                }
            }
        }
        Set<Path> known = found.stream().map(SourceReader::realPath).collect(Collectors.toCollection(HashSet::new));
        projects.stream()
                .flatMap(each -> each.builds().stream())
                .map(ProjectBuild::manifest)
                .filter(each -> known.add(SourceReader.realPath(each)))
                .forEach(found::add);
        return List.copyOf(found);
    }

    /**
     * Finds the projects that are meant as a whole.
     *
     * @param paths files and folders, absolute
     * @return folders that have a {@code chandler.project.yml}: those that are named, with recursion also those below
     */
    List<Path> projects(List<Path> paths) {
        Set<Path> found = new LinkedHashSet<>();
        for (Path path : paths) {
            if (Files.isRegularFile(path.resolve(ProjectFolder.PROJECT))) {
                found.add(path);
            }
            if (recursive && Files.isDirectory(path)) {
                walk(path, ProjectFolder.PROJECT).forEach(file -> found.add(file.resolveSibling("")));
            }
        }
        return found.stream().map(Path::normalize).distinct().toList();
    }

    /**
     * Finds all manifests of a project: those that it lists, whatever they are called, and what lies below its folder and
     * belongs to no other project.
     *
     * @param builds what it lists
     * @return files, sorted, a file once by whatever links it is found
     * @throws ManifestException if there is none
     */
    List<Path> of(ProjectBuilds builds) {
        NavigableSet<Path> found = new TreeSet<>();
        builds.builds().forEach(build -> found.add(build.manifest()));
        walk(builds.project()).stream()
                .filter(each -> ProjectFolder.of(each).equals(builds.project()))
                .filter(each -> builds.of(each).isEmpty())
                .forEach(found::add);
        requireAny(found, builds.project());
        return List.copyOf(found);
    }

    private NavigableSet<Path> below(Path folder) {
        NavigableSet<Path> found = walk(folder);
        requireAny(found, folder);
        return found;
    }

    private NavigableSet<Path> walk(Path folder) {
        return walk(folder, ProjectFolder.MANIFEST);
    }

    private NavigableSet<Path> walk(Path folder, String wanted) {
        NavigableSet<Path> found = new TreeSet<>();
        try {
            Files.walkFileTree(folder, new Visitor(folder, wanted, found));
            return found;
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-CLI-021", "cannot look for manifests in \"" + shown(folder) + "\"")
                            .because((e instanceof FileSystemException known ? known.getFile() + ": " : "")
                                    + FileTrouble.words(e))
                            .remedy("name the manifests one by one"),
                    e);
        }
    }

    private void requireAny(Set<Path> found, Path folder) {
        if (found.isEmpty()) {
            throw new ManifestException(Problem.of("CH-CLI-020", "there is no manifest below \"" + shown(folder) + "\"")
                    .because("manifests are called " + ProjectFolder.MANIFEST)
                    .remedy("name another folder, or a manifest's file"));
        }
    }

    private String shown(Path path) {
        String name = path.startsWith(here) ? here.relativize(path).toString() : path.toString();
        return name.isEmpty() ? "." : name;
    }

    /** Links to folders are not followed, so that there is no circle; copies of modules are tried where they are made. */
    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path top;
        private final String wanted;
        private final Set<Path> found;

        Visitor(Path top, String wanted, Set<Path> found) {
            this.top = top;
            this.wanted = wanted;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(top) || !(name(folder).startsWith(".") || ProjectFolder.isVendored(folder))
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (name(file).equals(wanted)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        private static String name(Path path) {
            return String.valueOf(path.getFileName());
        }
    }
}
