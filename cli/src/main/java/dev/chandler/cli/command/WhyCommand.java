package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler why}: says why a step would run. */
@Command(
        name = "why",
        description =
                "Say why a step or a test would run: what of it changed since the nearest earlier build. Or that its result "
                        + "is there. Starts nothing.",
        footer = {"  chandler why 'install[2]'", "  chandler why config --var python=3.11"})
final class WhyCommand extends PlanningCommand {

    @Parameters(paramLabel = "STEP", description = "The id of the step or test, as \"chandler plan\" shows it.")
    private String step = "";

    WhyCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        return one(wiring, (plans, name, engine, options) -> plans.why(name, engine, options, step));
    }
}
