package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.manifest.ManifestLoader;
import dev.chandler.core.manifest.RenderedManifest;
import picocli.CommandLine.Command;

/** {@code chandler render}: shows a manifest after includes, variables and templates. */
@Command(
        name = "render",
        description = "Show the manifest after includes, variables and templates. Asks no engine.",
        footer = {"  chandler render", "  chandler render --var python=3.11"})
final class RenderCommand extends ManifestCommand {

    RenderCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        ProvisionerCatalog provisioners = wiring.provisioners();
        RenderedManifest rendered = new ManifestLoader(wiring.modules(), provisioners::requireNotRefused)
                .render(request(), provisioners.ids());
        console().out().print(rendered.text());
        console().err().print(ProblemRenderer.renderWarnings(rendered.warnings()));
        return ExitCode.DONE;
    }
}
