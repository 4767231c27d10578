package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chandler completion}: a completion script for bash and zsh. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = {"  source <(chandler completion)"})
final class CompletionCommand extends ChandlerCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        console().out().print(AutoComplete.bash("chandler", spec.root().commandLine()));
        return ExitCode.DONE;
    }
}
