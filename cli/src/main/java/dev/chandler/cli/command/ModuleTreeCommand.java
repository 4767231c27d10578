package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.terminal.VisibleText;
import dev.chandler.core.module.ModuleGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler module tree}: who uses which module, by which range. */
@Command(
        name = "tree",
        description = "Show which manifest uses which modules, and which of these require which others, by which"
                + " ranges. What a module requires is shown once for each manifest, (*) stands for it elsewhere.",
        footer = {"  chandler module tree", "  chandler module tree -f services/api", "  chandler module tree --json"})
final class ModuleTreeCommand extends ModuleProjectCommand {

    @Mixin
    private JsonOption json = new JsonOption();

    ModuleTreeCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        List<UsedModules.Uses> manifests = used(wiring, wiring.resolving()).manifests();
        if (json.isGiven()) {
            console()
                    .out()
                    .println(PrettyJson.of(manifests.stream().map(this::json).toList()));
        } else if (manifests.isEmpty()) {
            console().out().println("no manifest here uses a module");
        } else {
            manifests.forEach(each -> console().out().print(new Drawing(each.graph()).of(shown(each.manifest()))));
        }
        return ExitCode.DONE;
    }

    /** The lines below one manifest. */
    private static final class Drawing {

        private final ModuleGraph graph;
        private final Set<String> shown = new HashSet<>();
        private final StringBuilder text = new StringBuilder();

        Drawing(ModuleGraph graph) {
            this.graph = graph;
        }

        String of(String manifest) {
            text.append(VisibleText.of(manifest)).append('\n');
            draw(graph.uses(), "");
            return text.toString();
        }

        private void draw(List<ModuleGraph.Link> links, String indent) {
            List<ModuleGraph.Link> once = distinct(links);
            for (int i = 0; i < once.size(); i++) {
                boolean last = i == once.size() - 1;
                ModuleGraph.Link link = once.get(i);
                ModuleGraph.Module module = graph.module(link.place());
                boolean again = !module.requires().isEmpty() && !shown.add(link.place());
                text.append(indent)
                        .append(last ? "└── " : "├── ")
                        .append(VisibleText.of(module.name() + " " + module.version() + "  "
                                + link.use().reference()))
                        .append(again ? " (*)" : "")
                        .append('\n');
                if (!again) {
                    draw(module.requires(), indent + (last ? "    " : "│   "));
                }
            }
        }
    }

    /** A manifest may use one several times. */
    private static List<ModuleGraph.Link> distinct(List<ModuleGraph.Link> links) {
        Map<String, ModuleGraph.Link> once = new LinkedHashMap<>();
        links.forEach(link -> once.putIfAbsent(link.use().reference() + "\n" + link.place(), link));
        return List.copyOf(once.values());
    }

    private Map<String, Object> json(UsedModules.Uses uses) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("manifest", shown(uses.manifest()));
        json.put("uses", links(uses.graph(), uses.graph().uses()));
        List<Map<String, Object>> modules = new ArrayList<>();
        for (ModuleGraph.Module each : uses.graph().modules()) {
            Map<String, Object> module = new LinkedHashMap<>();
            module.put("name", each.name());
            module.put("version", each.version());
            module.put("requires", links(uses.graph(), each.requires()));
            modules.add(module);
        }
        json.put("modules", modules);
        return json;
    }

    private static List<Map<String, String>> links(ModuleGraph graph, List<ModuleGraph.Link> links) {
        return distinct(links).stream()
                .map(link -> {
                    Map<String, String> json = new LinkedHashMap<>();
                    json.put("name", graph.module(link.place()).name());
                    json.put("version", graph.module(link.place()).version());
                    json.put("reference", link.use().reference());
                    json.put("range", link.range().toString());
                    return json;
                })
                .toList();
    }
}
