package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.graph.GraphText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chandler graph}: draws the graph of a manifest. */
@Command(
        name = "graph",
        description = "Draw the graph of steps. Asks no engine.",
        footer = {"  chandler graph", "  chandler graph --format dot | dot -Tsvg > graph.svg"})
final class GraphCommand extends ChandlerCommand {

    @Mixin
    private ManifestOptions manifest = new ManifestOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            order = 20,
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private GraphText format = GraphText.TEXT;

    GraphCommand(Console console) {
        super(console);
    }

    @Override
    protected Path project() {
        return manifest.project(console());
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        var project = wiring.chandler().load(manifest.request(console()));
        console().out().print(format.draw(project.graph()));
        return ExitCode.DONE;
    }
}
