package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Project;
import dev.chandler.core.manifest.ProjectFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler validate}: checks manifests. */
@Command(
        name = "validate",
        description =
                "Check manifests and report all that is wrong with them; of a project's folder also how its builds need "
                        + "each other. Asks no engine.",
        footer = {"  chandler validate", "  chandler validate -f examples/hello", "  chandler validate -r ."})
final class ValidateCommand extends ManifestCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Manifests, or folders with a chandler.yml; each is checked with its own project's plugins.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            order = 20,
            description = "Check every chandler.yml in a folder and below it, hidden folders left out.")
    private boolean recursive;

    ValidateCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        List<Path> roots = roots();
        ManifestSearch search = new ManifestSearch(console().workingDirectory(), recursive);
        List<ProjectCheck> projects = search.projects(roots).stream()
                .map(folder -> ProjectCheck.of(folder, console().workingDirectory()))
                .filter(ProjectCheck::isMore)
                .toList();
        List<Path> manifests =
                search.from(roots, projects.stream().map(ProjectCheck::builds).toList());
        if (manifests.size() == 1 && projects.isEmpty()) {
            try (Wiring own = wiring(ProjectFolder.of(manifests.get(0)))) {
                return one(own, manifests.get(0));
            }
        }
        return new ManifestSurvey(console(), this::wiring, manifest()).of(manifests, projects);
    }

    /** All that are named, in that order; the folder's own where none is. */
    private List<Path> roots() {
        Stream<Path> named = Stream.concat(manifest().named().stream(), paths.stream());
        List<Path> all = named.map(path -> absolute(path).normalize()).toList();
        return all.isEmpty() ? List.of(absolute(manifest().path()).normalize()) : all;
    }

    private ExitCode one(Wiring wiring, Path path) throws InterruptedException {
        Project project = wiring.chandler().load(manifest().request(console(), path));
        console().err().print(ProblemRenderer.renderWarnings(project.manifest().warnings()));
        console().out().println(project.manifest().name() + ": " + ManifestSurvey.valid(project));
        return ExitCode.DONE;
    }
}
