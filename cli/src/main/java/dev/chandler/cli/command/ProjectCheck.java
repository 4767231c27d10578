package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.Project;
import dev.chandler.core.manifest.BuildNeed;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.project.BuildOrder;
import dev.chandler.core.project.ProjectBuild;
import dev.chandler.core.project.ProjectBuilds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be wrong with a project besides its manifests.
 *
 * @param builds what it lists; nothing where that cannot be read
 * @param unreadable what is wrong with the file
 */
record ProjectCheck(ProjectBuilds builds, List<Problem> unreadable) {

    /**
     * Reads the project's file.
     *
     * @param folder the project's, absolute
     * @param here what messages name files relative to
     */
    static ProjectCheck of(Path folder, Path here) {
        try {
            return new ProjectCheck(ProjectBuilds.read(folder, here), List.of());
        } catch (ManifestException e) {
            return new ProjectCheck(new ProjectBuilds(folder, List.of()), e.problems());
        }
    }

    /** Whether the file is more than a marker. */
    boolean isMore() {
        return !builds.builds().isEmpty() || !unreadable.isEmpty();
    }

    Path file() {
        return builds.project().resolve(ProjectFolder.PROJECT);
    }

    /**
     * Puts the builds in order.
     *
     * @param manifests those that could be loaded, by their real paths
     * @return what is wrong with the file, or with what builds need of each other
     */
    List<Problem> problems(Map<Path, Project> manifests) {
        if (!unreadable.isEmpty()) {
            return unreadable;
        }
        Map<String, List<BuildNeed>> needs = new LinkedHashMap<>();
        for (ProjectBuild build : builds.builds()) {
            Optional<Project> project = Optional.ofNullable(manifests.get(SourceReader.realPath(build.manifest())));
            needs.put(
                    build.name(),
                    Stream.concat(build.needs().stream(), project.stream().flatMap(each -> each.needs().stream()))
                            .toList());
        }
        try {
            BuildOrder.of(needs);
            return List.of();
        } catch (ManifestException e) {
            return e.problems();
        }
    }
}
