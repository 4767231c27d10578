package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.core.manifest.ProjectFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What commands that change a folder of plugins have: whose folder it is. */
abstract class PluginFolderCommand extends ChandlerCommand {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR",
            order = 1,
            description = "The project's manifest, or its folder. Default: the folder you stand in.")
    private Path path = Path.of(".");

    @Option(
            names = "--user",
            order = 2,
            description = "In your own folder, for all your projects; chandler.lock stays as it is.")
    private boolean user;

    PluginFolderCommand(Console console) {
        super(console);
    }

    @Override
    protected Path project() {
        return ProjectFolder.of(absolute(path).normalize());
    }

    boolean user() {
        return user;
    }

    /** A path as the user would write it. */
    String shown(Path file) {
        Path here = console().workingDirectory();
        return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
    }
}
