package dev.chandler.cli.command;

import dev.chandler.api.engine.Engine;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.EngineRequest;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.project.BuiltImages;
import dev.chandler.core.project.ProjectBuilds;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands have that plan as {@code build} would and start nothing. */
abstract class PlanningCommand extends ManifestCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ScopeOptions scope = new ScopeOptions();

    @Mixin
    private ConsulOptions consul = new ConsulOptions();

    PlanningCommand(Console console) {
        super(console);
    }

    /** What is to be shown of the plan of the manifest that is named. */
    @FunctionalInterface
    interface OfOne {
        void show(ProjectPlans plans, String name, Engine engine, PlanOptions options) throws InterruptedException;
    }

    /** What is to be shown of all plans of the project. */
    @FunctionalInterface
    interface OfAll {
        void show(ProjectPlans plans, Engine engine, PlanOptions options) throws InterruptedException;
    }

    EngineRequest engine() {
        return engine.request(console());
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }

    ScopeOptions scope() {
        return scope;
    }

    ExitCode one(Wiring wiring, OfOne shown) throws InterruptedException {
        return planned(wiring, (chandler, builds, images, options) -> {
            NamedProject named = NamedProject.of(request(), load(chandler, images, request(), options), builds);
            LoadedBuilds loaded = LoadedBuilds.upTo(
                    named, builds, path -> load(chandler, images, manifest().bare(console(), path), options.whole()));
            requireApart(loaded, name -> name.equals(named.name()) ? scope.tags() : List.of());
            ProjectPlans plans = new ProjectPlans(console(), chandler, loaded, images);
            connected(wiring, engine -> shown.show(plans, named.name(), engine, options));
        });
    }

    ExitCode all(Wiring wiring, OfAll shown) throws InterruptedException {
        return planned(wiring, (chandler, builds, images, options) -> {
            LoadedBuilds loaded = LoadedBuilds.all(
                    builds, path -> load(chandler, images, manifest().request(console(), path), options));
            requireApart(loaded, name -> List.of());
            ProjectPlans plans = new ProjectPlans(console(), chandler, loaded, images);
            connected(wiring, engine -> shown.show(plans, engine, options));
        });
    }

    @FunctionalInterface
    private interface Planning {
        void plan(Chandler chandler, ProjectBuilds builds, BuiltImages images, PlanOptions options)
                throws InterruptedException;
    }

    private ExitCode planned(Wiring wiring, Planning planning) throws InterruptedException {
        scope.requireConsistent(spec.commandLine(), console().environment());
        Chandler chandler =
                wiring.chandler(consul.variables(spec.commandLine(), console().workingDirectory()));
        PlanOptions options = scope.options(PullPolicy.NEVER, console().environment());
        ProjectBuilds builds =
                ProjectBuilds.read(manifest().project(console()), console().workingDirectory());
        try (ProjectImages access = new ProjectImages(wiring, console(), engine.request(console()))) {
            planning.plan(chandler, builds, new BuiltImages(builds.names(), wiring.cache(), access), options);
        }
        return ExitCode.DONE;
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

    @FunctionalInterface
    private interface Connected {
        void show(Engine engine) throws InterruptedException;
    }

    private void connected(Wiring wiring, Connected shown) throws InterruptedException {
        try (EngineChoice choice = wiring.engines("plan").select(engine.request(console()))) {
            console().out().println("engine   " + choice.engine().id() + ": " + choice.reason());
            shown.show(choice.engine());
        }
    }
}
