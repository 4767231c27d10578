package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler module update}: chooses modules anew. */
@Command(
        name = "update",
        description = "Choose modules anew, the newest that suit all who use them, as \"chandler lock --update\" does.",
        footer = {"  chandler module update", "  chandler module update web/nginx"})
final class ModuleUpdateCommand extends ModuleProjectCommand {

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Modules by their names. Default: all.")
    private Set<String> names = new LinkedHashSet<>();

    ModuleUpdateCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        lock(wiring, wiring.resolving().updating(names), names);
        return ExitCode.DONE;
    }
}
