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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the manifests that a project names; none of them is outside of it, also where links lead, or in a project of its own
 * below.
 */
final class ManifestPaths {

    private static final Pattern WILD = Pattern.compile("[*?\\[{]");
    private static final Pattern ANY_FOLDERS = Pattern.compile("(?<![^/])\\*\\*/");
    private static final Pattern YAML = Pattern.compile("\\.ya?ml$");
    private static final Pattern FILES = Pattern.compile("\\.(ya?ml|\\{ya?ml(,ya?ml)*})$");

    /** Files of a project, and of a module, that are no manifests. */
    private static final Pattern OTHER = Pattern.compile("chandler\\..+\\.ya?ml|module\\.ya?ml");

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
        Optional<Path> other = projectBelow(file);
        if (other.isPresent()) {
            problems.accept(Problem.of(
                            "CH-PROJECT-015",
                            "\"" + written.text() + "\" belongs to another project, \"" + sources.nameOf(other.get())
                                    + "\"")
                    .at(written.location())
                    .because("there is a " + ProjectFolder.PROJECT + " of its own")
                    .remedy("take it out, or remove that file"));
            return Optional.empty();
        }
        return Optional.of(file);
    }

    /** The folder between the project and a file that is a project, too. */
    private Optional<Path> projectBelow(Path file) {
        Path folder = project;
        for (Path name : project.relativize(file)) {
            folder = folder.resolve(name);
            if (isProject(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static boolean isProject(Path folder) {
        return Files.exists(folder.resolve(ProjectFolder.PROJECT));
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

    /** What a pattern leads to, sorted; hidden folders, links to folders, copies of modules and projects of their own are passed over. */
    SortedSet<Path> matching(Setting pattern) {
        SortedSet<Path> found = new TreeSet<>();
        if (pattern.text().startsWith("/") || List.of(pattern.text().split("/")).contains("..")) {
            problems.accept(outside(pattern, "a pattern is followed within the project alone"));
            return found;
        }
        String relative = pattern.text().replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
        try {
            boolean files = FILES.matcher(relative).find();
            Files.walkFileTree(project, new Visitor(project, matcher(relative), files, found));
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
        boolean any = !found.isEmpty();
        found.removeIf(file -> leadsOut(file, pattern));
        if (!any) {
            problems.accept(Problem.of("CH-PROJECT-002", "\"" + pattern.text() + "\" leads to no manifest")
                    .at(pattern.location())
                    .because("looked for folders with a " + ProjectFolder.MANIFEST
                            + (FILES.matcher(relative).find() ? " and YAML files" : "") + " in "
                            + sources.nameOf(project))
                    .remedy("correct the pattern, or take it out"));
        }
        return found;
    }

    private boolean leadsOut(Path file, Setting pattern) {
        if (SourceReader.realPath(file).startsWith(real)) {
            return false;
        }
        problems.accept(Problem.of("CH-PROJECT-004", "\"" + sources.nameOf(file) + "\" is outside of the project")
                .at(pattern.location())
                .because("a link leads out of it")
                .remedy("move the manifest into the project, or correct the pattern"));
        return true;
    }

    /** The system's own takes a pattern that begins with any folders to begin with one at least. */
    private static PathMatcher matcher(String pattern) {
        List<PathMatcher> any = new ArrayList<>();
        Set<String> forms = new LinkedHashSet<>(List.of(pattern));
        Deque<String> open = new ArrayDeque<>(forms);
        while (!open.isEmpty()) {
            String form = open.remove();
            any.add(FileSystems.getDefault().getPathMatcher("glob:" + form));
            Matcher folders = ANY_FOLDERS.matcher(form);
            while (folders.find()) {
                String shorter = form.substring(0, folders.start()) + form.substring(folders.end());
                if (forms.add(shorter)) {
                    open.add(shorter);
                }
            }
        }
        return path -> any.stream().anyMatch(each -> each.matches(path));
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path top;
        private final PathMatcher matcher;
        private final boolean files;
        private final SortedSet<Path> found;

        Visitor(Path top, PathMatcher matcher, boolean files, SortedSet<Path> found) {
            this.top = top;
            this.matcher = matcher;
            this.files = files;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(top)) {
                return FileVisitResult.CONTINUE;
            }
            if (String.valueOf(folder.getFileName()).startsWith(".")
                    || isProject(folder)
                    || ProjectFolder.isVendored(folder)) {
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
            if (files
                    && YAML.matcher(name).find()
                    && !OTHER.matcher(name).matches()
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
