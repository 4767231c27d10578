package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.install.PluginRemoval;
import dev.chandler.core.lock.Lockfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler plugin remove}: takes plugins out of a folder and its lock. */
@Command(
        name = "remove",
        description = "Remove plugins from the project, or from your own folder, and from chandler.lock.",
        footer = {"  chandler plugin remove motd", "  chandler plugin remove motd --user"})
final class PluginRemoveCommand extends PluginFolderCommand {

    @Parameters(arity = "1..*", paramLabel = "ID", description = "A plugin's id, as \"plugin list\" shows it.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--force", order = 20, description = "Remove it also where another plugin needs it.")
    private boolean force;

    PluginRemoveCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        PluginRemoval removal = wiring.removal(user());
        removal.remove(ids, force).forEach(this::say);
        return ExitCode.DONE;
    }

    private void say(String id, Set<Path> files) {
        if (files.isEmpty()) {
            console().out().println("removed " + id + " from " + Lockfile.NAME + "; it was not installed");
        }
        files.forEach(file -> console().out().println("removed " + shown(file)));
    }
}
