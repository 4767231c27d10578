package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.module.ModuleGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler module list}: the modules of a project. */
@Command(
        name = "list",
        description = "List the modules that all manifests of the project use, or one of them: which version, where it"
                + " is from, and who uses it.",
        footer = {"  chandler module list", "  chandler module list --json", "  chandler module list -f services/api"})
final class ModuleListCommand extends ModuleProjectCommand {

    private static final int SHORT = "sha256:".length() + 12;

    @Mixin
    private JsonOption json = new JsonOption();

    ModuleListCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        List<UsedModules.Used> modules = used(wiring, wiring.resolving()).modules(this::shown);
        if (json.isGiven()) {
            console()
                    .out()
                    .println(PrettyJson.of(modules.stream().map(this::json).toList()));
        } else if (modules.isEmpty()) {
            console().out().println("no manifest here uses a module");
        } else {
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"MODULE", "VERSION", "SOURCE", "DIGEST", "USED BY"});
            modules.forEach(each -> rows.add(row(each)));
            console().out().print(Table.of(rows));
        }
        return ExitCode.DONE;
    }

    private String[] row(UsedModules.Used used) {
        ModuleGraph.Module module = used.module();
        return new String[] {
            module.name(),
            module.version(),
            source(module),
            module.pin().map(pin -> pin.digest().toString().substring(0, SHORT)).orElse("-"),
            String.join(", ", used.by())
        };
    }

    private Map<String, Object> json(UsedModules.Used used) {
        ModuleGraph.Module module = used.module();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", module.name());
        json.put("version", module.version());
        json.put("source", source(module));
        module.pin().ifPresent(pin -> json.put("digest", pin.digest().toString()));
        json.put("usedBy", List.copyOf(used.by()));
        return json;
    }

    private String source(ModuleGraph.Module module) {
        return module.pin()
                .map(LockedModule::source)
                .orElseGet(() -> "./" + shown(module.folder().folder()))
                .replaceFirst("^\\./(?=/)", "");
    }
}
