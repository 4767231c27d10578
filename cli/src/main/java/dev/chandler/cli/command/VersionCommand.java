package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Version;
import dev.chandler.cli.Wiring;
import picocli.CommandLine.Command;

/** {@code chandler version}. */
@Command(
        name = "version",
        description = "Show the version of Chandler and of the Java it runs on.",
        footer = {"  chandler version"})
final class VersionCommand extends ChandlerCommand {

    VersionCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        console().out().println("chandler " + Version.current() + " (Java " + Runtime.version() + ")");
        return ExitCode.DONE.code();
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        throw new IllegalStateException("version needs no wiring");
    }
}
