package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chandler plan}: says what a build would do. */
@Command(
        name = "plan",
        description = "Show what a build would run, and why, and what it has already. Starts nothing.",
        footer = {"  chandler plan", "  chandler plan --var python=3.11 --engine docker", "  chandler plan --all"})
final class PlanCommand extends PlanningCommand {

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
        if (all && scope().isAboutOne()) {
            throw new CommandLine.ParameterException(
                    commandLine(), "--all is about several images; --until and --tag are about one");
        }
        return all
                ? all(wiring, ProjectPlans::all)
                : one(wiring, (plans, name, engine, options) -> plans.one(name, engine, options, scope().tags()));
    }
}
