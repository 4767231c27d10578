package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.module.ModuleFolder;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler module docs}: what a module is and takes, in Markdown. */
@Command(
        name = "docs",
        description = "Print what a module is and takes, in Markdown.",
        footer = "  chandler module docs > README.md")
final class ModuleDocsCommand extends ChandlerCommand {

    @Mixin
    private OwnModule own = new OwnModule();

    ModuleDocsCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        ModuleFolder module = own.read(console());
        console().out().print(new ModuleFacts(module.description(), Optional.empty(), module.shown()).markdown());
        return ExitCode.DONE;
    }
}
