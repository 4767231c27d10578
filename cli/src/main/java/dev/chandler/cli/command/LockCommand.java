package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chandler lock}: writes to the lock what a project's manifests use. */
@Command(
        name = "lock",
        description = "Write to chandler.lock which modules all manifests of the project use, and nothing else; "
                + "with -f, add what that manifest uses.",
        footer = {
            "  chandler lock                           what is locked stays",
            "  chandler lock --update                  the newest of all that suit",
            "  chandler lock --update web/nginx        of one module"
        })
final class LockCommand extends ModuleProjectCommand {

    @Option(
            names = "--update",
            arity = "0..*",
            paramLabel = "NAME",
            order = 20,
            description = "Choose modules anew, all or those that are named.")
    private @Nullable List<String> update;

    LockCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        Set<String> names = update == null ? Set.of() : new LinkedHashSet<>(update);
        lock(wiring, update == null ? wiring.resolving() : wiring.resolving().updating(names), names);
        return ExitCode.DONE;
    }
}
