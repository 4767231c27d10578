package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.Project;
import dev.chandler.core.manifest.BuildNeed;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.project.BuildOrder;
import dev.chandler.core.project.ProjectBuild;
import dev.chandler.core.project.ProjectBuilds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds of a project whose manifests were loaded.
 *
 * @param projects by their names
 * @param order in which they go
 */
record LoadedBuilds(Map<String, Project> projects, BuildOrder order) {

    /** Loads a manifest. */
    @FunctionalInterface
    interface Loader {
        Project load(Path manifest) throws InterruptedException;
    }

    /**
     * Loads all.
     *
     * @throws ManifestException with all that is wrong with any of them, or their order
     * @throws InterruptedException if cancelled
     */
    static LoadedBuilds all(ProjectBuilds builds, Loader loader) throws InterruptedException {
        if (builds.builds().isEmpty()) {
            throw new ManifestException(Problem.of("CH-PROJECT-008", "this project lists no builds")
                    .because("looked into " + ProjectFolder.PROJECT + " in " + builds.project())
                    .remedy("list them there, as in builds: [\"services/*\"], or leave --all out"));
        }
        Loading loading = new Loading(builds, loader);
        for (ProjectBuild build : builds.builds()) {
            loading.load(build);
        }
        return loading.done();
    }

    /**
     * Loads all that one needs, and puts them in order with it.
     *
     * @param one which has been loaded
     * @throws ManifestException with all that is wrong with any of them, or their order
     * @throws InterruptedException if cancelled
     */
    static LoadedBuilds upTo(NamedProject one, ProjectBuilds builds, Loader loader) throws InterruptedException {
        Loading loading = new Loading(builds, loader);
        loading.add(one.name(), one.project(), one.declared());
        loading.loadNeeds(one.name());
        LoadedBuilds loaded = loading.done();
        return new LoadedBuilds(loaded.projects(), loaded.order().upTo(one.name()));
    }

    /** Names the build that a problem is of, where no place does. */
    static Problem of(String build, Problem problem) {
        return problem.where().isPresent()
                ? problem
                : Problem.of(problem.code(), "build \"" + build + "\": " + problem.what())
                        .because(problem.why().orElse(null))
                        .remedy(problem.remedy().orElse(null));
    }

    /** Collects what is wrong up to the end. */
    private static final class Loading {

        private final ProjectBuilds builds;
        private final Loader loader;
        private final Map<String, Project> projects = new LinkedHashMap<>();
        private final Map<String, List<BuildNeed>> needs = new LinkedHashMap<>();
        private final Set<Problem> problems = new LinkedHashSet<>();

        Loading(ProjectBuilds builds, Loader loader) {
            this.builds = builds;
            this.loader = loader;
        }

        void load(ProjectBuild build) throws InterruptedException {
            try {
                add(build.name(), loader.load(build.manifest()), build.needs());
            } catch (ManifestException e) {
                e.problems().forEach(problem -> problems.add(of(build.name(), problem)));
                needs.put(build.name(), List.of());
            }
        }

        void add(String name, Project project, List<BuildNeed> declared) {
            projects.put(name, project);
            needs.put(
                    name,
                    Stream.concat(declared.stream(), project.needs().stream()).toList());
        }

        void loadNeeds(String name) throws InterruptedException {
            List<String> open = new ArrayList<>(List.of(name));
            while (!open.isEmpty()) {
                for (BuildNeed need : needs.getOrDefault(open.remove(0), List.of())) {
                    if (!needs.containsKey(need.build())) {
                        load(builds.named(need.build()).orElseThrow());
                        open.add(need.build());
                    }
                }
            }
        }

        LoadedBuilds done() {
            if (!problems.isEmpty()) {
                throw new ManifestException(List.copyOf(problems));
            }
            return new LoadedBuilds(projects, BuildOrder.of(needs));
        }
    }
}
