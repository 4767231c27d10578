package dev.chandler.cli.command;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.progress.ProgressView;
import dev.chandler.cli.progress.RunLog;
import dev.chandler.core.Chandler;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.output.Output;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.CaBundle;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
            "  docker run --rm $(chandler build --progress quiet)"
        })
final class BuildCommand extends ManifestCommand {

    /** What becomes of the instance of a failed step. */
    enum OnError {
        /** It is removed. */
        cleanup,
        /** It stays. */
        keep
    }

    private static final String CA_BUNDLE = "CHANDLER_CA_BUNDLE";

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

    @Option(
            names = "--pull",
            paramLabel = "WHEN",
            order = 30,
            description = "When to fetch the base: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private PullPolicy pull = PullPolicy.MISSING;

    @Option(
            names = "--on-error",
            paramLabel = "WHAT",
            order = 31,
            description =
                    "What becomes of the instance of a failed step: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OnError onError = OnError.cleanup;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            order = 32,
            description = "How many steps and tests run at once. Default: the number of cores.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--ca-bundle",
            paramLabel = "FILE",
            order = 36,
            description = "Certificates of authorities that steps are to trust, in neither image nor key. "
                    + "Default: CHANDLER_CA_BUNDLE.")
    private @Nullable Path caBundle;

    BuildCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        if (jobs < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--jobs must be at least 1, not " + jobs);
        }
        scope.requireConsistent(spec.commandLine(), console().environment());
        if (scope.isPartial() && results.wantsFiles()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--until makes no image that --iidfile or --metadata-file could tell of");
        }
        outputs.requireImage(scope.isPartial(), spec.commandLine());
        results.clear(console());
        Optional<CaBundle> certificates = caBundle();
        Chandler chandler =
                wiring.chandler(consul.variables(spec.commandLine(), console().workingDirectory()));
        Project project = chandler.narrowed(
                chandler.load(request()), scope.options(pull, console().environment()));
        List<String> names = ImageNames.of(project.manifest().artifact(), scope.tags());
        List<Output> places = scope.isPartial()
                ? List.of()
                : outputs.selected(
                        project.manifest().artifact(), names, console().workingDirectory(), wiring.engineIds());
        BuildOptions options = new BuildOptions(names, places, jobs, onError == OnError.keep, certificates);
        if (Thread.interrupted()) {
            // Locking a file would fail in a way of its own.
            throw new InterruptedException();
        }
        try (LiveBuild build = wiring.builds().start();
                RunLog log = RunLog.open(wiring.folders().state().resolve("logs"), build.id());
                ProgressView view = results.view(console(), verbose())) {
            try {
                build(wiring, chandler, project, options, build, new EventBus(List.of(view, log)));
            } catch (InterruptedException e) {
                throw new BuildInterrupted(build.leftSomething(), e);
            } catch (ChandlerException e) {
                log.file().ifPresent(file -> console().err().println("log: " + file));
                throw e;
            }
        }
        return ExitCode.DONE;
    }

    private void build(
            Wiring wiring, Chandler chandler, Project project, BuildOptions options, LiveBuild build, EventBus events)
            throws InterruptedException {
        EngineChoice choice = wiring.engines(build.id()).select(engine.request(console()));
        try {
            BuildResult result = chandler.build(
                    project, choice, build, scope.options(pull, console().environment()), options, events);
            results.report(result, console());
        } finally {
            close(choice, build);
        }
    }

    private Optional<CaBundle> caBundle() {
        if (caBundle != null) {
            return Optional.of(CaBundle.read(absolute(caBundle), "--ca-bundle"));
        }
        String named = console().environment().getOrDefault(CA_BUNDLE, "");
        return named.isEmpty() ? Optional.empty() : Optional.of(CaBundle.read(absolute(Path.of(named)), CA_BUNDLE));
    }

    /** What stays on the engine does not make a good build a bad one, but "reap" has to know of it. */
    private void close(EngineChoice choice, LiveBuild build) {
        try {
            choice.close();
        } catch (EngineException | PluginException e) {
            build.leaveSomething();
            console().err().println("note: " + e.problems().get(0).what() + "; \"chandler reap\" removes what is left");
        }
    }
}
