package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.PlanText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chandler plan}: says what a build would do. */
@Command(
        name = "plan",
        description = "Show what a build would run and what it has already. Starts nothing.",
        footer = {"  chandler plan", "  chandler plan --var python=3.11 --engine docker"})
final class PlanCommand extends ManifestCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ScopeOptions scope = new ScopeOptions();

    @Mixin
    private ConsulOptions consul = new ConsulOptions();

    PlanCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        scope.requireConsistent(spec.commandLine(), console().environment());
        Chandler chandler =
                wiring.chandler(consul.variables(spec.commandLine(), console().workingDirectory()));
        PlanOptions options = scope.options(PullPolicy.NEVER, console().environment());
        Project project = chandler.narrowed(chandler.load(request()), options);
        List<String> names = ImageNames.of(project.manifest().artifact(), scope.tags());
        try (EngineChoice choice = wiring.engines("plan").select(engine.request(console()))) {
            Plan plan = chandler.plan(project, choice.engine(), options);
            console().err().print(ProblemRenderer.renderWarnings(plan.warnings()));
            console().out().println("engine   " + choice.engine().id() + ": " + choice.reason());
            console().out().print(PlanText.of(plan, names));
        }
        return ExitCode.DONE;
    }
}
