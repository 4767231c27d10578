package dev.chandler.cli.command;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.cli.module.FolderSource;
import dev.chandler.cli.progress.ProgressMode;
import dev.chandler.cli.progress.ProgressView;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.BuildResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler module test}: builds what tries a module. */
@Command(
        name = "test",
        description = "Build all manifests below the folder \"test\" of a module, as \"chandler build\" does: its steps"
                + " and tests on the bases that they name. The first that fails ends it.",
        footer = {"  chandler module test", "  chandler module test modules/nginx --engine lxd"})
final class ModuleTestCommand extends ChandlerCommand {

    private static final String TESTS = "test";

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The module's folder. Default: the folder you stand in.")
    private Path folder = Path.of(".");

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(names = "--no-cache", order = 23, description = "Run everything, whatever the cache has.")
    private boolean noCache;

    @Option(
            names = "--progress",
            paramLabel = "HOW",
            order = 33,
            description = "How progress is shown: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ProgressMode progress = ProgressMode.auto;

    @Mixin
    private ModuleFetchOptions fetch = new ModuleFetchOptions();

    ModuleTestCommand(Console console) {
        super(console);
    }

    @Override
    protected FetchOptions fetching() {
        return fetch.options();
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        Path module = absolute(folder).normalize();
        String name = FolderSource.read(module, console().workingDirectory(), Optional.empty())
                .module()
                .description()
                .name();
        for (Path manifest : manifests(module, name)) {
            // Each has the plugins and the lock of the project that it is in.
            try (Wiring own = wiring(ProjectFolder.of(manifest))) {
                build(own, manifest);
            }
        }
        return ExitCode.DONE;
    }

    private List<Path> manifests(Path module, String name) {
        Path tests = module.resolve(TESTS);
        if (!Files.isDirectory(tests)) {
            throw new ManifestException(Problem.of(
                            "CH-MODULE-073", "the module \"" + name + "\" has no folder \"test\"")
                    .because("a module says nothing of the base that it is tried on")
                    .remedy("write test/" + ProjectFolder.MANIFEST + ": a base, modules: [{use: ../}], and tests"));
        }
        return new ManifestSearch(console().workingDirectory(), true).from(List.of(tests), List.of());
    }

    private void build(Wiring wiring, Path manifest) throws InterruptedException {
        Chandler chandler = wiring.building(Map.of());
        Path here = console().workingDirectory();
        Project project = chandler.load(new ManifestRequest(
                manifest, here, Map.of(), List.of(), console().environment()));
        PlanOptions planning = new PlanOptions(
                Optional.empty(), true, !noCache, CheckpointWish.AUTO, PullPolicy.MISSING, Optional.empty());
        BuildOptions options = new BuildOptions(
                ImageNames.of(project.manifest().artifact(), List.of()),
                List.of(),
                Runtime.getRuntime().availableProcessors(),
                false,
                Optional.empty());
        BuildRun run = new BuildRun(wiring, console(), chandler, engine.request(console()));
        try (ProgressView view = progress.view(console(), verbose())) {
            run.build(project, planning, options, new BuildRun.Audience() {

                @Override
                public void on(RunEvent event) {
                    view.on(event);
                }

                @Override
                public void result(BuildResult result) {
                    if (!result.problems().isEmpty()) {
                        throw new EngineException(result.problems());
                    }
                }

                @Override
                public void log(Path file) {
                    console().err().println("log: " + file);
                }
            });
        }
    }
}
