package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.cli.progress.ProgressView;
import dev.chandler.core.Chandler;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.CaBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chandler module test}: builds what tries a module. */
@Command(
        name = "test",
        description = "Build all manifests below the folder \"test\" of a module, as \"chandler build\" does: its steps"
                + " and tests on the bases that they name. The first that fails ends it.",
        footer = {
            "  chandler module test",
            "  chandler module test modules/nginx --engine lxd",
            "  chandler module test --no-cache --pull always --var python=3.12"
        })
final class ModuleTestCommand extends ChandlerCommand {

    private static final String TESTS = "test";

    @Mixin
    private OwnModule own = new OwnModule();

    @Mixin
    private VariableOptions variables = new VariableOptions();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private CacheOptions cache = new CacheOptions();

    @Mixin
    private RunOptions running = new RunOptions();

    @Mixin
    private ConsulOptions consul = new ConsulOptions();

    @Mixin
    private ProgressOption progress = new ProgressOption();

    @Mixin
    private LockedOption locked = new LockedOption();

    @Mixin
    private FetchingOptions fetch = new FetchingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ModuleTestCommand(Console console) {
        super(console);
    }

    @Override
    protected boolean locked() {
        return locked.isGiven();
    }

    @Override
    protected FetchOptions fetching() {
        return fetch.options();
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        running.requireSensible(spec.commandLine());
        cache.requireReadable(spec.commandLine(), console().environment());
        Map<String, String> flags =
                consul.variables(spec.commandLine(), console().workingDirectory());
        Optional<CaBundle> certificates = running.certificates(console());
        String name = own.read(console()).description().name();
        for (Path manifest : manifests(own.folder(console()), name)) {
            // Each has the plugins and the lock of the project that it is in.
            try (Wiring project = wiring(ProjectFolder.of(manifest))) {
                build(project, project.building(flags), manifest, certificates);
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

    private void build(Wiring wiring, Chandler chandler, Path manifest, Optional<CaBundle> certificates)
            throws InterruptedException {
        Project project = chandler.load(variables.request(console(), manifest));
        BuildOptions options =
                running.options(ImageNames.of(project.manifest().artifact(), List.of()), List.of(), certificates);
        ProjectRun.Wanted wanted =
                new ProjectRun.Wanted(cache.whole(running.pull(), console().environment()), options, this::report);
        try (ProgressView view = progress.view(console(), verbose())) {
            new BuildRun(wiring, console(), chandler, engine.request(console())).build(project, wanted, view);
        }
    }

    private void report(BuildResult result) {
        if (progress.isQuiet()) {
            result.artifact().ifPresent(artifact -> console().out().println(artifact.id()));
        }
        if (!result.problems().isEmpty()) {
            throw new EngineException(result.problems());
        }
    }
}
