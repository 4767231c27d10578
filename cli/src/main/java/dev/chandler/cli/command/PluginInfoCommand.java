package dev.chandler.cli.command;

import com.google.gson.GsonBuilder;
import dev.chandler.api.ApiVersion;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.graph.ProvisionerSettings;
import dev.chandler.core.manifest.schema.KeyText;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import dev.chandler.core.plugin.PluginState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
        boolean file = namesAFile();
        try (PluginHost plugins = file ? wiring.pluginsWith(absolute(Path.of(wanted))) : wiring.listedPlugins()) {
            List<Problem> warnings = new ArrayList<>();
            List<PluginFacts> found =
                    plugins.inspect(file ? isFile(absolute(Path.of(wanted))) : this::isWanted).stream()
                            .map(plugin -> facts(wiring, plugins, plugin, warnings))
                            .toList();
            if (found.isEmpty()) {
                throw new PluginException(unknown(plugins));
            }
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

    /** A file that is refused has its name for an id, as "plugin list" shows it. */
    private boolean namesAFile() {
        boolean pluginFile = wanted.endsWith(".jar") || wanted.endsWith(".zip");
        return wanted.indexOf('/') >= 0 || (pluginFile && Files.exists(absolute(Path.of(wanted))));
    }

    private boolean isWanted(PluginDescriptor plugin) {
        return plugin.id().equals(wanted);
    }

    private static Predicate<PluginDescriptor> isFile(Path file) {
        Path real = real(file);
        return plugin -> plugin.file().equals(real);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.normalize();
        }
    }

    private Problem unknown(PluginHost plugins) {
        List<String> ids =
                plugins.plugins().stream().map(PluginDescriptor::id).distinct().toList();
        return Problem.of("CH-PLUGIN-017", "there is no plugin \"" + wanted + "\"")
                .because("there are: " + String.join(", ", ids))
                .remedy(SettingReader.didYouMean(wanted, ids)
                        .orElse("name one of them, or a file by a path with a / in it"));
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
                    .println(new GsonBuilder()
                            .setPrettyPrinting()
                            .disableHtmlEscaping()
                            .create()
                            .toJson(found.stream().map(PluginFacts::json).toList()));
            return;
        }
        found.forEach(each -> console().out().print(each.text(ApiVersion.current())));
    }
}
