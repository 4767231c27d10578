package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import dev.chandler.core.plugin.PluginState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code chandler plugin list}: names every plugin. */
@Command(
        name = "list",
        description = "List every plugin: what it provides, where it is, and why it cannot be used.",
        footer = {"  chandler plugin list", "  chandler plugin list --plugins ./plugins"})
final class PluginListCommand extends ChandlerCommand {

    PluginListCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"PLUGIN", "VERSION", "KIND", "PROVIDES", "STATE", "FILE"});
        try (PluginHost plugins = wiring.surveyedPlugins()) {
            plugins.plugins().forEach(plugin -> rows.add(row(plugin)));
            console().out().print(Table.of(rows));
            console().err().print(ProblemRenderer.render(plugins.refusals()));
        }
        return ExitCode.DONE;
    }

    private static String[] row(PluginDescriptor plugin) {
        List<String> provides = new ArrayList<>();
        plugin.engines().forEach(id -> provides.add("engine " + id));
        plugin.provisioners().forEach(id -> provides.add("provisioner " + id));
        return new String[] {
            plugin.id(),
            plugin.version(),
            words(plugin.kind()),
            String.join(", ", provides),
            plugin.state() == PluginState.REFUSED ? "refused" : "ready",
            plugin.file().toString()
        };
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
