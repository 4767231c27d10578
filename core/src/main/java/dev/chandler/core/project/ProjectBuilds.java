package dev.chandler.core.project;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The builds that a project lists.
 *
 * @param project the project's folder, absolute
 * @param builds in the order of the file, those of one pattern sorted by path
 */
public record ProjectBuilds(Path project, List<ProjectBuild> builds) {

    /**
     * Reads {@code chandler.project.yml}.
     *
     * @param project the project's folder, absolute
     * @param workingDirectory what messages name files relative to
     * @return the builds; none where there is no such file, or it lists none
     * @throws ManifestException with all that is wrong with it
     */
    public static ProjectBuilds read(Path project, Path workingDirectory) {
        Path file = project.resolve(ProjectFolder.PROJECT);
        if (!Files.exists(file)) {
            return new ProjectBuilds(project, List.of());
        }
        ProblemLog problems = new ProblemLog();
        SourceReader reader = new SourceReader(workingDirectory, problems);
        List<ProjectBuild> builds = reader.read(file)
                .map(read -> new ProjectReader(project, reader, problems).read(read))
                .orElse(List.of());
        problems.throwIfAny();
        return new ProjectBuilds(project, builds);
    }

    /**
     * Names the builds.
     *
     * @return their names
     */
    public Set<String> names() {
        return builds.stream().map(ProjectBuild::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * One of them.
     *
     * @param name its name
     * @return the build, if there is one of this name
     */
    public Optional<ProjectBuild> named(String name) {
        return builds.stream().filter(build -> build.name().equals(name)).findFirst();
    }

    /**
     * The one with a manifest.
     *
     * @param manifest the manifest's file or the folder that has it, absolute
     * @return the build, if the manifest is one of the project's
     */
    public Optional<ProjectBuild> of(Path manifest) {
        Path file = Files.isDirectory(manifest) ? manifest.resolve(ProjectFolder.MANIFEST) : manifest;
        Path real = SourceReader.realPath(file);
        return builds.stream()
                .filter(build -> SourceReader.realPath(build.manifest()).equals(real))
                .findFirst();
    }
}
