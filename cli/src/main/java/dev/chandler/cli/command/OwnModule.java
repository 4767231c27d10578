package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.module.FolderSource;
import dev.chandler.core.module.ModuleFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The user's own module that a command is about. */
final class OwnModule {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The module's folder. Default: the folder you stand in.")
    private Path folder = Path.of(".");

    /** Its folder as it was named, absolute. */
    Path folder(Console console) {
        return console.workingDirectory().resolve(folder).normalize();
    }

    /** What is there. */
    ModuleFolder read(Console console) {
        return FolderSource.read(folder(console), console.workingDirectory(), Optional.empty())
                .module();
    }
}
