package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FolderSource;
import dev.chandler.cli.module.ModulePack;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.content.ModuleContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chandler module pack}: makes one file of the module in the folder one stands in. */
@Command(
        name = "pack",
        description =
                "Make one archive of the module in this folder, the same wherever it is made, and print its digest.",
        footer = {"  chandler module pack", "  chandler module pack -o dist/nginx.tar"})
final class ModulePackCommand extends ChandlerCommand {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            order = 1,
            description = "The archive. Default: the last word of the module's name and its version, such as"
                    + " nginx-1.2.0.tar.")
    private @Nullable Path output;

    ModulePackCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        Path here = console().workingDirectory();
        ModuleFolder module = FolderSource.read(here, here, Optional.empty()).module();
        ModulePack.requireShareable(module.description());
        ModuleContent content = ModulePack.of(module);
        Path file = Optional.ofNullable(output).orElse(Path.of(ModulePack.fileName(module.description())));
        write(absolute(file), content);
        console().out().println(content.digest() + "  " + file);
        return ExitCode.DONE;
    }

    private static void write(Path file, ModuleContent content) {
        try {
            Files.write(file, content.tar());
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-MODULE-063", "cannot write " + file)
                            .because(FileTrouble.words(e))
                            .remedy("name another file with -o"),
                    e);
        }
    }
}
