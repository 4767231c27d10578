package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FolderSource;
import dev.chandler.core.module.ModuleFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler module docs}: what a module is and takes, in Markdown. */
@Command(
        name = "docs",
        description = "Print what a module is and takes, in Markdown.",
        footer = "  chandler module docs > README.md")
final class ModuleDocsCommand extends ChandlerCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The module's folder. Default: the folder you stand in.")
    private Path folder = Path.of(".");

    ModuleDocsCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        ModuleFolder module = FolderSource.read(
                        absolute(folder).normalize(), console().workingDirectory(), Optional.empty())
                .module();
        console().out().print(new ModuleFacts(module.description(), Optional.empty(), module.shown()).markdown());
        return ExitCode.DONE;
    }
}
