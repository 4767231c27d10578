package dev.chandler.core.project;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.source.SourceReader;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the manifests that a project names; none of them is outside of it, also where links lead. */
final class ManifestPaths {

    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private final Path project;
    private final Path real;
    private final SourceReader sources;
    private final Consumer<Problem> problems;

    ManifestPaths(Path project, SourceReader sources, Consumer<Problem> problems) {
        this.project = project;
        this.real = SourceReader.realPath(project);
        this.sources = sources;
        this.problems = problems;
    }

    static boolean isPattern(String text) {
        return WILD.matcher(text).find();
    }

    /** A manifest's file or folder; empty where it cannot be one, which was reported. */
    Optional<Path> single(Setting written) {
        Optional<Path> named = inside(written);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Path file = Files.isDirectory(named.get()) ? named.get().resolve(ProjectFolder.MANIFEST) : named.get();
        if (!Files.isRegularFile(file)) {
            problems.accept(Problem.of("CH-PROJECT-001", "there is no manifest \"" + sources.nameOf(file) + "\"")
                    .at(written.location())
                    .because("a build is a folder with a " + ProjectFolder.MANIFEST + ", or a manifest's file")
                    .remedy("correct the path; it is relative to " + ProjectFolder.PROJECT));
            return Optional.empty();
        }
        if (!SourceReader.realPath(file).startsWith(real)) {
            problems.accept(outside(written, "a link leads out of it"));
            return Optional.empty();
        }
        return Optional.of(file);
    }

    private Optional<Path> inside(Setting written) {
        try {
            Path path = project.resolve(written.text()).normalize();
            if (path.startsWith(project)) {
                return Optional.of(path);
            }
            problems.accept(outside(written, "the project is the folder of " + ProjectFolder.PROJECT));
        } catch (InvalidPathException e) {
            problems.accept(Problem.of("CH-PROJECT-001", "no path: \"" + written.text() + "\"")
                    .at(written.location())
                    .because(e.getReason()));
        }
        return Optional.empty();
    }

    private static Problem outside(Setting written, String why) {
        return Problem.of("CH-PROJECT-004", "\"" + written.text() + "\" is outside of the project")
                .at(written.location())
                .because(why)
                .remedy("move the manifest into the project");
    }

    /** What a pattern leads to, sorted; hidden folders and links to folders are passed over. */
    SortedSet<Path> matching(Setting pattern) {
        SortedSet<Path> found = new TreeSet<>();
        if (pattern.text().startsWith("/") || List.of(pattern.text().split("/")).contains("..")) {
            problems.accept(outside(pattern, "a pattern is followed within the project alone"));
            return found;
        }
        String relative = pattern.text().replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + relative);
            Files.walkFileTree(project, new Visitor(project, matcher, found));
        } catch (PatternSyntaxException e) {
            problems.accept(Problem.of("CH-PROJECT-002", "no pattern: \"" + pattern.text() + "\"")
                    .at(pattern.location())
                    .because(e.getDescription()));
            return found;
        } catch (IOException e) {
            problems.accept(Problem.of("CH-PROJECT-002", "cannot follow the pattern \"" + pattern.text() + "\"")
                    .at(pattern.location())
                    .because(String.valueOf(e.getMessage())));
            return found;
        }
        found.removeIf(file -> !SourceReader.realPath(file).startsWith(real));
        if (found.isEmpty()) {
            problems.accept(Problem.of("CH-PROJECT-002", "\"" + pattern.text() + "\" leads to no manifest")
                    .at(pattern.location())
                    .because("looked for folders with a " + ProjectFolder.MANIFEST + ", and files, in "
                            + sources.nameOf(project))
                    .remedy("correct the pattern, or take it out"));
        }
        return found;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path top;
        private final PathMatcher matcher;
        private final SortedSet<Path> found;

        Visitor(Path top, PathMatcher matcher, SortedSet<Path> found) {
            this.top = top;
            this.matcher = matcher;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(top)) {
                return FileVisitResult.CONTINUE;
            }
            if (String.valueOf(folder.getFileName()).startsWith(".")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Path manifest = folder.resolve(ProjectFolder.MANIFEST);
            if (matcher.matches(top.relativize(folder)) && Files.isRegularFile(manifest)) {
                found.add(manifest);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            if (!name.equals(ProjectFolder.PROJECT)
                    && (name.endsWith(".yml") || name.endsWith(".yaml"))
                    && matcher.matches(top.relativize(file))
                    && Files.isRegularFile(file)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
