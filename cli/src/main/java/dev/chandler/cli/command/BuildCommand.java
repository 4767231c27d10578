package dev.chandler.cli.command;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.progress.BuildViews;
import dev.chandler.cli.progress.ProgressView;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.manifest.ArtifactSettings;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.output.Output;
import dev.chandler.core.project.BuiltImages;
import dev.chandler.core.project.ProjectBuilds;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.CaBundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chandler build}: builds, tests and publishes. */
@Command(
        name = "build",
        description = "Build, test and publish an image.",
        footer = {
            "  chandler build                          the chandler.yml in this folder",
            "  chandler build -f examples/hello        another folder's",
            "  chandler build --var python=3.11        with a variable set",
            "  chandler build --tag app:dev --no-tests under another name, untested",
            "  chandler build --push                   and push it to its registry",
            "  chandler build --output oci:dist/image  as files, too: an OCI image layout",
            "  chandler build --on-error keep          leave the instance of a failed step",
            "  chandler build --all                    all builds of the project, in their order",
            "  docker run --rm $(chandler build --progress quiet)"
        })
final class BuildCommand extends ManifestCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ScopeOptions scope = new ScopeOptions();

    @Mixin
    private ConsulOptions consul = new ConsulOptions();

    @Mixin
    private OutputOptions outputs = new OutputOptions();

    @Mixin
    private ResultOptions results = new ResultOptions();

    @Mixin
    private RunOptions running = new RunOptions();

    @Option(
            names = "--all",
            order = 4,
            description =
                    "Build all builds of the project, as chandler.project.yml lists them, in the order in which they "
                            + "need each other; -f says which project.")
    private boolean all;

    private Optional<CaBundle> certificates = Optional.empty();

    BuildCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        running.requireSensible(spec.commandLine());
        scope.requireConsistent(spec.commandLine(), console().environment());
        if (scope.isPartial() && results.wantsFiles()) {
            throw usage("--until makes no image that --iidfile or --metadata-file could tell of");
        }
        outputs.requireImage(scope.isPartial(), spec.commandLine());
        if (all && (scope.isAboutOne() || outputs.isAboutOne() || results.wantsFiles())) {
            throw usage("--all is about several images; --until, --tag, --output, --iidfile and --metadata-file are"
                    + " about one");
        }
        results.clear(console());
        certificates = running.certificates(console());
        Chandler chandler =
                wiring.building(consul.variables(spec.commandLine(), console().workingDirectory()));
        ProjectBuilds builds =
                ProjectBuilds.read(manifest().project(console()), console().workingDirectory());
        try (ProjectImages access = new ProjectImages(wiring, console(), engine.request(console()))) {
            BuiltImages images = new BuiltImages(builds.names(), wiring.cache(), access);
            Together together = new Together(wiring, chandler, builds, images);
            return all ? all(together) : one(together);
        }
    }

    private CommandLine.ParameterException usage(String words) {
        return new CommandLine.ParameterException(spec.commandLine(), words);
    }

    /** What builds of one project have together. */
    private record Together(Wiring wiring, Chandler chandler, ProjectBuilds builds, BuiltImages images) {

        Project load(ManifestRequest request, PlanOptions options) throws InterruptedException {
            return chandler.narrowed(chandler.load(request, images), options);
        }
    }

    private BuildRun run(Together together) {
        return new BuildRun(together.wiring(), console(), together.chandler(), engine.request(console()));
    }

    private ExitCode one(Together together) throws InterruptedException {
        PlanOptions planning = scope.options(running.pull(), console().environment());
        Project project = together.load(request(), planning);
        List<String> names = ImageNames.of(project.manifest().artifact(), scope.tags());
        List<Output> places = scope.isPartial()
                ? List.of()
                : outputs.selected(
                        project.manifest().artifact(),
                        names,
                        here(),
                        together.wiring().engineIds());
        ProjectRun.Wanted wanted =
                new ProjectRun.Wanted(planning, options(names, places), result -> results.report(result, console()));
        NamedProject named = NamedProject.of(request(), project, together.builds());
        if (named.needs().isEmpty()) {
            alone(run(together), project, wanted);
            return ExitCode.DONE;
        }
        LoadedBuilds loaded = LoadedBuilds.upTo(
                named, together.builds(), path -> together.load(manifest().bare(console(), path), planning.whole()));
        Map<String, Project> others = new LinkedHashMap<>(loaded.projects());
        others.remove(named.name());
        Map<String, ProjectRun.Wanted> all = new LinkedHashMap<>(needed(others, together, planning, false));
        all.put(named.name(), wanted);
        requireApart(loaded, all);
        return run(together, loaded, all, Optional.of(named.name()));
    }

    private ExitCode all(Together together) throws InterruptedException {
        PlanOptions planning = scope.options(running.pull(), console().environment());
        LoadedBuilds loaded = LoadedBuilds.all(
                together.builds(), path -> together.load(manifest().request(console(), path), planning));
        Map<String, ProjectRun.Wanted> all = needed(loaded.projects(), together, planning, true);
        requireApart(loaded, all);
        return run(together, loaded, all, Optional.empty());
    }

    private Path here() {
        return console().workingDirectory();
    }

    private BuildOptions options(List<String> names, List<Output> places) {
        return running.options(names, places, certificates);
    }

    /** All, or what is wrong with any. */
    private Map<String, ProjectRun.Wanted> needed(
            Map<String, Project> projects, Together together, PlanOptions planning, boolean pushes) {
        Map<String, ProjectRun.Wanted> all = new LinkedHashMap<>();
        List<Problem> usage = new ArrayList<>();
        List<Problem> surroundings = new ArrayList<>();
        projects.forEach((name, project) -> {
            try {
                all.put(name, needed(project, together, planning, pushes));
            } catch (ManifestException e) {
                e.problems().forEach(problem -> usage.add(LoadedBuilds.of(name, problem)));
            } catch (EngineException e) {
                e.problems().forEach(problem -> surroundings.add(LoadedBuilds.of(name, problem)));
            }
        });
        if (!usage.isEmpty()) {
            throw new ManifestException(
                    Stream.concat(usage.stream(), surroundings.stream()).toList());
        }
        if (!surroundings.isEmpty()) {
            throw new EngineException(surroundings);
        }
        return all;
    }

    private static void requireApart(LoadedBuilds loaded, Map<String, ProjectRun.Wanted> wanted) {
        BuildClashes.requireNone(loaded.order().builds().stream()
                .map(name -> {
                    BuildOptions options =
                            Optional.ofNullable(wanted.get(name)).orElseThrow().options();
                    return new BuildClashes.Leaves(name, options.references(), options.outputs());
                })
                .toList());
    }

    /** A build that is not the one named on the command line leaves what its manifest says. */
    private ProjectRun.Wanted needed(Project project, Together together, PlanOptions planning, boolean pushes) {
        ArtifactSettings artifact = project.manifest().artifact();
        List<String> names = ImageNames.of(artifact, List.of());
        Set<String> engines = together.wiring().engineIds();
        List<Output> places = pushes
                ? outputs.ofOneOfMany(artifact, names, here(), engines)
                : OutputOptions.ofManifest(artifact, names, engines);
        return new ProjectRun.Wanted(planning.whole(), options(names, places), result -> {
            if (!result.problems().isEmpty()) {
                throw new EngineException(result.problems());
            }
        });
    }

    private void alone(BuildRun run, Project project, ProjectRun.Wanted wanted) throws InterruptedException {
        try (ProgressView view = results.view(console(), verbose())) {
            run.build(project, wanted, view);
        }
    }

    private ExitCode run(
            Together together, LoadedBuilds loaded, Map<String, ProjectRun.Wanted> wanted, Optional<String> named)
            throws InterruptedException {
        ProjectRun run;
        try (BuildViews views = results.views(console(), verbose())) {
            named.ifPresent(name -> views.of(name)
                    .on(new RunEvent.Notice("built first, for it needs them: "
                            + loaded.order().builds().stream()
                                    .filter(other -> !other.equals(name))
                                    .collect(Collectors.joining(", ")))));
            run = new ProjectRun(console(), loaded, wanted, together.images(), run(together), views, stacktrace());
            run.run(running.jobs());
        }
        ExitCode worst = run.problems();
        results.summarize(run, named.isEmpty(), console());
        return worst;
    }
}
