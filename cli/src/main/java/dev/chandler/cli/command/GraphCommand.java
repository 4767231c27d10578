package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.graph.GraphText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chandler graph}: draws the graph of a manifest. */
@Command(
        name = "graph",
        description = "Draw the graph of steps. Asks no engine.",
        footer = {"  chandler graph", "  chandler graph --format dot | dot -Tsvg > graph.svg"})
final class GraphCommand extends ManifestCommand {

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
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        var project = wiring.chandler().load(request());
        console().out().print(format.draw(project.graph()));
        console().err().print(ProblemRenderer.renderWarnings(project.manifest().warnings()));
        return ExitCode.DONE;
    }
}
