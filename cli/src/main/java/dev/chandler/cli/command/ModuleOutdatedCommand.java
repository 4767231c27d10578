package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.module.LockedModules.Available;
import dev.chandler.core.version.VersionRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler module outdated}: what newer versions there are. */
@Command(
        name = "outdated",
        description = "List the modules of all manifests of the project, or of one, that there are newer versions of:"
                + " the newest that suits all who use it, which \"module update\" takes, and the newest of all.",
        footer = {"  chandler module outdated", "  chandler module outdated --json"})
final class ModuleOutdatedCommand extends ModuleProjectCommand {

    @Mixin
    private JsonOption json = new JsonOption();

    ModuleOutdatedCommand(Console console) {
        super(console);
    }

    private record Line(String name, String version, Optional<String> suitable, Optional<String> newest) {

        Line(Available available) {
            this(available.module().name(), available.module().version(), available.suitable(), available.newest());
        }

        boolean outdated() {
            return newest.filter(other -> VersionRange.PREFERENCE.compare(other, version) > 0)
                    .isPresent();
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("version", version);
            suitable.ifPresent(text -> json.put("suitable", text));
            newest.ifPresent(text -> json.put("newest", text));
            return json;
        }
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        UsedModules used = used(wiring, wiring.resolving());
        Set<Line> lines = new TreeSet<>(Comparator.comparing(Line::name)
                .thenComparing(Line::version)
                .thenComparing(line -> line.suitable().orElse("")));
        for (Available each : wiring.projectModules().available(used.graphs(), wiring.resolving())) {
            Line line = new Line(each);
            if (line.outdated()) {
                lines.add(line);
            }
        }
        if (json.isGiven()) {
            console().out().println(PrettyJson.of(lines.stream().map(Line::json).toList()));
        } else if (lines.isEmpty()) {
            console().out().println("there is no newer version of any module");
        } else {
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"MODULE", "VERSION", "SUITABLE", "NEWEST"});
            lines.forEach(line -> rows.add(new String[] {
                line.name(),
                line.version(),
                line.suitable().orElse("-"),
                line.newest().orElse("-")
            }));
            console().out().print(Table.of(rows));
        }
        return ExitCode.DONE;
    }
}
