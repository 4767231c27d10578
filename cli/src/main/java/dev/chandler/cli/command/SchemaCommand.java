package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import picocli.CommandLine.Command;

/** {@code chandler schema}: prints the JSON Schema of manifests. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of manifests, for editors, with the provisioners of all plugins.",
        footer = {"  chandler schema > .chandler/schema.json"})
final class SchemaCommand extends ChandlerCommand {

    SchemaCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        ManifestSchema schema = ManifestSchema.of(wiring);
        console().out().print(schema.text());
        console().err().print(ProblemRenderer.renderWarnings(schema.warnings()));
        return ExitCode.DONE;
    }
}
