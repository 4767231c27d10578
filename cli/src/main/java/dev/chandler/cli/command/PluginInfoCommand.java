package dev.chandler.cli.command;

import dev.chandler.api.ApiVersion;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.graph.ProvisionerSettings;
import dev.chandler.core.manifest.schema.KeyText;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import dev.chandler.core.plugin.PluginState;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler plugin info}: all that there is to know of one plugin. */
@Command(
        name = "info",
        description = "Show a plugin: what it is, what it needs, what it provides, and which settings that takes.",
        footer = {
            "  chandler plugin info exec",
            "  chandler plugin info ./motd-1.0.0.jar   before it is dropped anywhere",
            "  chandler plugin info motd --json"
        })
final class PluginInfoCommand extends ChandlerCommand {

    @Parameters(paramLabel = "ID|FILE", description = "A plugin's id, or a jar or zip anywhere.")
    private String wanted = "";

    @Option(names = "--json", description = "Print a JSON list, of more than one where ids clash.")
    private boolean json;

    PluginInfoCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        WantedPlugin named = new WantedPlugin(wanted, console().workingDirectory());
        try (PluginHost plugins = named.open(wiring)) {
            List<Problem> warnings = new ArrayList<>();
            List<PluginFacts> found = named.inspected(plugins).stream()
                    .map(plugin -> facts(wiring, plugins, plugin, warnings))
                    .toList();
            print(found);
            console()
                    .err()
                    .print(ProblemRenderer.render(found.stream()
                            .flatMap(each -> each.plugin().reason().stream())
                            .distinct()
                            .toList()));
            console().err().print(ProblemRenderer.renderWarnings(warnings));
        }
        return ExitCode.DONE;
    }

    private static PluginFacts facts(
            Wiring wiring, PluginHost plugins, PluginDescriptor plugin, List<Problem> warnings) {
        List<KeyText> provisioners = plugin.state() == PluginState.REFUSED
                ? List.of()
                : plugin.provisioners().stream()
                        .map(id -> KeyText.of(ProvisionerSettings.of(wiring.provisioners(plugins), id, warnings::add)))
                        .toList();
        return new PluginFacts(plugin, provisioners);
    }

    private void print(List<PluginFacts> found) {
        if (json) {
            console()
                    .out()
                    .println(PrettyJson.of(found.stream().map(PluginFacts::json).toList()));
            return;
        }
        found.forEach(each -> console().out().print(each.text(ApiVersion.current())));
    }
}
