package dev.chandler.cli.command;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Project;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.source.SourceReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks many manifests, with the plugins of each one's project, and says of each what is wrong with it.
 *
 * <p>Projects are looked at one after the other, so that no more than one has its plugins loaded. Used once.
 */
final class ManifestSurvey {

    private final Console console;
    private final Function<Path, Wiring> wirings;
    private final ManifestOptions options;
    private final Map<Path, Project> loaded = new HashMap<>();
    private int valid;
    private int wrong;
    private ExitCode code = ExitCode.DONE;

    /**
     * Makes a survey.
     *
     * @param wirings gives what a project's manifests are checked with, which the survey closes
     * @param options the variables
     */
    ManifestSurvey(Console console, Function<Path, Wiring> wirings, ManifestOptions options) {
        this.console = console;
        this.wirings = wirings;
        this.options = options;
    }

    /** What is said of a manifest with which nothing is wrong. */
    static String valid(Project project) {
        return "valid, " + counted(project.graph().tasks().size(), "step") + ", "
                + counted(project.graph().tests().size(), "test");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /**
     * Checks them all.
     *
     * @param manifests absolute
     * @param projects those whose builds are to be compared with each other
     * @return that of a wrong manifest where one is wrong, else that of what has kept one from being checked
     */
    ExitCode of(List<Path> manifests, List<ProjectCheck> projects) throws InterruptedException {
        Map<Path, List<Path>> byProject = manifests.stream()
                .collect(Collectors.groupingBy(ProjectFolder::of, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<Path, List<Path>> project : byProject.entrySet()) {
            try (Wiring wiring = wirings.apply(project.getKey())) {
                for (Path manifest : project.getValue()) {
                    check(wiring, manifest);
                }
            }
        }
        for (ProjectCheck project : projects) {
            List<Problem> problems = project.problems(loaded);
            if (!problems.isEmpty()) {
                code = ExitCode.USAGE;
                wrong(project.file(), problems);
            }
        }
        console.out().println(valid + " valid, " + wrong + " with problems");
        return code;
    }

    private void check(Wiring wiring, Path manifest) throws InterruptedException {
        try {
            Project project = wiring.chandler().load(options.request(console, manifest));
            valid++;
            loaded.put(SourceReader.realPath(manifest), project);
            console.out().println(shown(manifest) + ": " + valid(project));
            console.out().flush();
            console.err()
                    .print(ProblemRenderer.renderWarnings(project.manifest().warnings()));
        } catch (ChandlerException e) {
            code = e instanceof ManifestException || code == ExitCode.DONE ? ExitCode.of(e) : code;
            wrong(manifest, e.problems());
        }
        console.err().flush();
    }

    private void wrong(Path file, List<Problem> problems) {
        wrong++;
        console.err().println(shown(file) + ": " + counted(problems.size(), "problem"));
        ProblemRenderer.render(problems).lines().forEach(line -> console.err().println("  " + line));
    }

    private String shown(Path manifest) {
        Path here = console.workingDirectory();
        return manifest.startsWith(here) ? here.relativize(manifest).toString() : manifest.toString();
    }
}
