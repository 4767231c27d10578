package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.manifest.ArtifactSettings;
import dev.chandler.core.output.Output;
import dev.chandler.core.output.OutputChecks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds builds of a project of which one would take away what another has left. */
final class BuildClashes {

    private BuildClashes() {}

    /** What one build is to leave. */
    record Leaves(String build, List<String> names, List<Output> outputs) {

        /** What a build is to leave by its manifest; by the command line, its names. */
        static Leaves of(String build, Project project, List<String> tags) {
            ArtifactSettings artifact = project.manifest().artifact();
            return new Leaves(build, ImageNames.of(artifact, tags), artifact.outputs());
        }
    }

    /**
     * Refuses builds that cannot go together.
     *
     * @throws ManifestException with all that two of them have
     */
    static void requireNone(List<Leaves> builds) {
        List<Problem> problems = between(builds);
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
    }

    /**
     * Compares builds, each with those before it.
     *
     * @return a problem for each name and each place that two have
     */
    private static List<Problem> between(List<Leaves> builds) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> owners = new LinkedHashMap<>();
        for (int i = 0; i < builds.size(); i++) {
            Leaves one = builds.get(i);
            for (String name : one.names()) {
                String other = owners.putIfAbsent(name, one.build());
                if (other != null) {
                    problems.add(Problem.of(
                                    "CH-PROJECT-016",
                                    "the builds \"" + other + "\" and \"" + one.build() + "\" both name their image \""
                                            + name + "\"")
                            .because("whichever is done last would have the name")
                            .remedy("give one of them another repo: or tags: under artifact:"));
                }
            }
            builds.subList(0, i).forEach(other -> problems.addAll(places(other, one)));
        }
        return problems;
    }

    private static List<Problem> places(Leaves first, Leaves second) {
        List<Problem> problems = new ArrayList<>();
        for (Output output : second.outputs()) {
            for (Output other : first.outputs()) {
                // A name that --push stands for is that of the image, which was compared.
                if (output.location().isPresent() && OutputChecks.collide(other, output)) {
                    problems.add(Problem.of(
                                    "CH-PROJECT-016",
                                    "the builds \"" + first.build() + "\" and \"" + second.build()
                                            + "\" both have the output \"" + output + "\"")
                            .at(output.location().get())
                            .because("one would write over the other")
                            .remedy("give each a place of its own"));
                }
            }
        }
        return problems;
    }
}
