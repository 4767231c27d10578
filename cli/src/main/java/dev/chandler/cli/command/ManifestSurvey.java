package dev.chandler.cli.command;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Project;
import dev.chandler.core.manifest.ProjectFolder;
import java.nio.file.Path;
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
     * @return that of a wrong manifest where one is wrong, else that of what has kept one from being checked
     */
    ExitCode of(List<Path> manifests) throws InterruptedException {
        Map<Path, List<Path>> byProject = manifests.stream()
                .collect(Collectors.groupingBy(ProjectFolder::of, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<Path, List<Path>> project : byProject.entrySet()) {
            try (Wiring wiring = wirings.apply(project.getKey())) {
                for (Path manifest : project.getValue()) {
                    check(wiring, manifest);
                }
            }
        }
        console.out().println(valid + " valid, " + wrong + " with problems");
        return code;
    }

    private void check(Wiring wiring, Path manifest) throws InterruptedException {
        try {
            Project project = wiring.chandler().load(options.request(console, manifest));
            valid++;
            console.out().println(shown(manifest) + ": " + valid(project));
            console.out().flush();
            console.err()
                    .print(ProblemRenderer.renderWarnings(project.manifest().warnings()));
        } catch (ChandlerException e) {
            wrong++;
            code = e instanceof ManifestException || code == ExitCode.DONE ? ExitCode.of(e) : code;
            console.err().println(shown(manifest) + ": " + counted(e.problems().size(), "problem"));
            ProblemRenderer.render(e.problems())
                    .lines()
                    .forEach(line -> console.err().println("  " + line));
        }
        console.err().flush();
    }

    private String shown(Path manifest) {
        Path here = console.workingDirectory();
        return manifest.startsWith(here) ? here.relativize(manifest).toString() : manifest.toString();
    }
}
