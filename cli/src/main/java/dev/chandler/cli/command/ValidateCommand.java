package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Project;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler validate}: checks a manifest. */
@Command(
        name = "validate",
        description = "Check a manifest and report all that is wrong with it. Asks no engine.",
        footer = {"  chandler validate", "  chandler validate -f examples/hello"})
final class ValidateCommand extends ChandlerCommand {

    @Mixin
    private ManifestOptions manifest = new ManifestOptions();

    ValidateCommand(Console console) {
        super(console);
    }

    @Override
    protected Path project() {
        return manifest.project(console());
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        Project project = wiring.chandler().load(manifest.request(console()));
        console().err().print(ProblemRenderer.renderWarnings(project.manifest().warnings()));
        int steps = project.graph().tasks().size();
        int tests = project.graph().tests().size();
        console()
                .out()
                .println(project.manifest().name() + ": valid, " + steps + (steps == 1 ? " step, " : " steps, ") + tests
                        + (tests == 1 ? " test" : " tests"));
        return ExitCode.DONE;
    }
}
