package dev.chandler.cli.command;

import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import dev.chandler.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler plugin verify}: whether strangers' plugins are who they say, and whether they would be used. */
@Command(
        name = "verify",
        description = {
            "Check plugins: who signed them, whether the policy lets them in, and whether they work.",
            "",
            "Those that are let in are opened for it, which runs code of theirs. A FILE is asked for as \"file\","
                    + " or by the plugin folder that it lies in; \"source\" says by which."
        },
        footer = {
            "  chandler plugin verify                          all that aren't built in",
            "  chandler plugin verify ./acme-tools-1.0.0.jar   before it is dropped anywhere",
            "  chandler plugin verify acme-tools --json"
        })
final class PluginVerifyCommand extends ChandlerCommand {

    @Parameters(
            paramLabel = "ID|FILE",
            arity = "0..*",
            description = "Plugins' ids, or jars and zips anywhere. Default: all that aren't built in.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--json", description = "Print a JSON list.")
    private boolean json;

    PluginVerifyCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        Set<Problem> problems = new LinkedHashSet<>();
        List<PluginTrust> checked = wanted.isEmpty() ? all(wiring, problems) : named(wiring, problems);
        print(checked);
        checked.forEach(each -> problems.addAll(each.problems()));
        console().err().print(ProblemRenderer.render(List.copyOf(problems)));
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.ENVIRONMENT;
    }

    private static List<PluginTrust> all(Wiring wiring, Set<Problem> problems) {
        try (PluginHost plugins = wiring.listedPlugins()) {
            problems.addAll(plugins.folderProblems());
            return checked(plugins, plugins.inspect(plugin -> plugin.kind() != PluginKind.BUILT_IN));
        }
    }

    private List<PluginTrust> named(Wiring wiring, Set<Problem> problems) {
        List<PluginTrust> checked = new ArrayList<>();
        for (String text : wanted) {
            WantedPlugin named = new WantedPlugin(text, console().workingDirectory());
            try (PluginHost plugins = named.open(wiring)) {
                problems.addAll(plugins.folderProblems());
                checked.addAll(checked(plugins, named.inspected(plugins)));
            }
        }
        return checked;
    }

    private static List<PluginTrust> checked(PluginHost plugins, List<PluginDescriptor> inspected) {
        return inspected.stream()
                .map(plugin -> new PluginTrust(plugin, plugins.source(plugin), plugins.verdict(plugin)))
                .toList();
    }

    private void print(List<PluginTrust> checked) {
        if (json) {
            console()
                    .out()
                    .println(PrettyJson.of(
                            checked.stream().map(PluginTrust::json).toList()));
            return;
        }
        checked.forEach(each -> console().out().print(each.text()));
    }
}
