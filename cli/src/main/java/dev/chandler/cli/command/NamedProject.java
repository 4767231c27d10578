package dev.chandler.cli.command;

import dev.chandler.core.Project;
import dev.chandler.core.manifest.BuildNeed;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.project.ProjectBuild;
import dev.chandler.core.project.ProjectBuilds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest that was named on the command line, as one of the builds of its project.
 *
 * @param name what it is called among them
 * @param project the manifest
 * @param declared what the project's file says that it needs
 */
record NamedProject(String name, Project project, List<BuildNeed> declared) {

    /** What is in the list has its name there; another has its own, or its file where that is taken. */
    static NamedProject of(ManifestRequest request, Project project, ProjectBuilds builds) {
        Optional<ProjectBuild> listed = builds.of(request.path());
        String own = project.manifest().name();
        String free = builds.names().contains(own) ? request.path().toString() : own;
        return new NamedProject(
                listed.map(ProjectBuild::name).orElse(free),
                project,
                listed.map(ProjectBuild::needs).orElse(List.of()));
    }

    /** All that it needs. */
    List<BuildNeed> needs() {
        return Stream.concat(declared.stream(), project.needs().stream()).toList();
    }
}
