package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler schema}: prints the JSON Schema of manifests or modules. */
@Command(
        name = "schema",
        description =
                "Print the JSON Schema of manifests, or of modules, for editors, with the provisioners of all plugins.",
        footer = {"  chandler schema > .chandler/schema.json", "  chandler schema module > .chandler/module.schema.json"
        })
final class SchemaCommand extends ChandlerCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description = "What it is of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ManifestSchema.Of what = ManifestSchema.Of.manifest;

    SchemaCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        ManifestSchema schema = ManifestSchema.of(what, wiring);
        console().out().print(schema.text());
        console().err().print(ProblemRenderer.renderWarnings(schema.warnings()));
        return ExitCode.DONE;
    }
}
