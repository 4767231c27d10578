package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.project.BuiltImages;
import dev.chandler.core.project.ProjectBuilds;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chandler plan}: says what a build would do. */
@Command(
        name = "plan",
        description = "Show what a build would run and what it has already. Starts nothing.",
        footer = {"  chandler plan", "  chandler plan --var python=3.11 --engine docker", "  chandler plan --all"})
final class PlanCommand extends ManifestCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ScopeOptions scope = new ScopeOptions();

    @Mixin
    private ConsulOptions consul = new ConsulOptions();

    @Option(
            names = "--all",
            order = 4,
            description = "Show it of all builds of the project, as chandler.project.yml lists them; -f says which.")
    private boolean all;

    PlanCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        scope.requireConsistent(spec.commandLine(), console().environment());
        if (all && scope.isAboutOne()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--all is about several images; --until and --tag are about one");
        }
        Chandler chandler =
                wiring.chandler(consul.variables(spec.commandLine(), console().workingDirectory()));
        PlanOptions options = scope.options(PullPolicy.NEVER, console().environment());
        ProjectBuilds builds =
                ProjectBuilds.read(manifest().project(console()), console().workingDirectory());
        try (ProjectImages access = new ProjectImages(wiring, console(), engine.request(console()))) {
            BuiltImages images = new BuiltImages(builds.names(), wiring.cache(), access);
            if (all) {
                LoadedBuilds loaded = LoadedBuilds.all(
                        builds, path -> load(chandler, images, manifest().request(console(), path), options));
                requireApart(loaded, name -> List.of());
                return plan(wiring, new ProjectPlans(console(), chandler, loaded, images), Optional.empty(), options);
            }
            NamedProject named = NamedProject.of(request(), load(chandler, images, request(), options), builds);
            LoadedBuilds loaded = LoadedBuilds.upTo(
                    named, builds, path -> load(chandler, images, manifest().bare(console(), path), options.whole()));
            requireApart(loaded, name -> name.equals(named.name()) ? scope.tags() : List.of());
            ProjectPlans plans = new ProjectPlans(console(), chandler, loaded, images);
            return plan(wiring, plans, Optional.of(named.name()), options);
        }
    }

    private static Project load(Chandler chandler, BuiltImages images, ManifestRequest request, PlanOptions options)
            throws InterruptedException {
        return chandler.narrowed(chandler.load(request, images), options);
    }

    /** A build would refuse to begin. */
    private static void requireApart(LoadedBuilds loaded, Function<String, List<String>> tags) {
        BuildClashes.requireNone(loaded.order().builds().stream()
                .map(name -> {
                    Project project =
                            Optional.ofNullable(loaded.projects().get(name)).orElseThrow();
                    return BuildClashes.Leaves.of(name, project, tags.apply(name));
                })
                .toList());
    }

    private ExitCode plan(Wiring wiring, ProjectPlans plans, Optional<String> named, PlanOptions options)
            throws InterruptedException {
        try (EngineChoice choice = wiring.engines("plan").select(engine.request(console()))) {
            console().out().println("engine   " + choice.engine().id() + ": " + choice.reason());
            if (named.isPresent()) {
                plans.one(named.get(), choice.engine(), options, scope.tags());
            } else {
                plans.all(choice.engine(), options);
            }
        }
        return ExitCode.DONE;
    }
}
