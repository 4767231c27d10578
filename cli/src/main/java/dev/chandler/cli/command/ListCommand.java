package dev.chandler.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Chandler;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.project.NamedBuilds;
import dev.chandler.core.project.ProjectBuild;
import dev.chandler.core.project.ProjectBuilds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chandler list}: names what a project builds. */
@Command(
        name = "list",
        description = "List the builds of a project: where they are, what they need, which modules they use and what "
                + "they leave. Asks no engine.",
        footer = {"  chandler list", "  chandler list --json", "  chandler list -f services/api"})
final class ListCommand extends ManifestCommand {

    @Option(names = "--json", order = 20, description = "Print a JSON object.")
    private boolean json;

    ListCommand(Console console) {
        super(console);
    }

    /** One build, and all that is said of it. */
    private record Line(
            String name,
            Path manifest,
            List<String> needs,
            String base,
            List<String> images,
            List<String> modules,
            int steps,
            int tests) {}

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        Path folder = manifest().project(console());
        ProjectBuilds builds = ProjectBuilds.read(folder, console().workingDirectory());
        List<Line> lines = builds.builds().isEmpty() ? single(wiring.chandler()) : all(wiring.chandler(), builds);
        if (json) {
            JsonObject project = new JsonObject();
            project.add("builds", builds(lines, folder));
            console().out().println(PrettyJson.of(project));
        } else {
            console().out().print(table(lines, folder));
        }
        return ExitCode.DONE;
    }

    /** A project that lists no builds has the manifest that is named. */
    private List<Line> single(Chandler chandler) throws InterruptedException {
        Project project = chandler.load(request());
        Path named = request().path();
        Path file = project.manifest().directory().equals(named) ? named.resolve("chandler.yml") : named;
        return List.of(line(project.manifest().name(), file, List.of(), project));
    }

    private List<Line> all(Chandler chandler, ProjectBuilds builds) throws InterruptedException {
        NamedBuilds names = new NamedBuilds(builds::names);
        LoadedBuilds loaded =
                LoadedBuilds.all(builds, path -> chandler.load(manifest().request(console(), path), names));
        List<Line> lines = new ArrayList<>();
        for (ProjectBuild build : builds.builds()) {
            Project project =
                    Optional.ofNullable(loaded.projects().get(build.name())).orElseThrow();
            List<String> needs =
                    loaded.order().needs(build.name()).stream().sorted().toList();
            lines.add(line(build.name(), build.manifest(), needs, project));
        }
        return lines;
    }

    private static Line line(String name, Path manifest, List<String> needs, Project project) {
        return new Line(
                name,
                manifest,
                needs,
                project.manifest().base().toString(),
                ImageNames.of(project.manifest().artifact(), List.of()),
                modules(project),
                project.graph().tasks().size(),
                project.graph().tests().size());
    }

    private static List<String> modules(Project project) {
        return project.manifest().modules().stream()
                .map(used -> used.module().description())
                .map(module -> module.name() + " " + module.version())
                .distinct()
                .sorted()
                .toList();
    }

    private static String table(List<Line> lines, Path project) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"BUILD", "MANIFEST", "NEEDS", "BASE", "IMAGE", "MODULES", "STEPS", "TESTS"});
        lines.forEach(line -> rows.add(new String[] {
            line.name(),
            relative(line.manifest(), project),
            orNone(line.needs()),
            line.base(),
            orNone(line.images()),
            orNone(line.modules()),
            String.valueOf(line.steps()),
            String.valueOf(line.tests())
        }));
        return Table.of(rows);
    }

    private static String relative(Path manifest, Path project) {
        return manifest.startsWith(project) ? project.relativize(manifest).toString() : manifest.toString();
    }

    private static String orNone(List<String> words) {
        return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private static JsonArray builds(List<Line> lines, Path project) {
        JsonArray builds = new JsonArray();
        lines.forEach(line -> {
            JsonObject build = new JsonObject();
            build.addProperty("name", line.name());
            build.addProperty("manifest", relative(line.manifest(), project));
            build.add("needs", texts(line.needs()));
            build.addProperty("base", line.base());
            build.add("images", texts(line.images()));
            build.add("modules", texts(line.modules()));
            build.addProperty("steps", line.steps());
            build.addProperty("tests", line.tests());
            builds.add(build);
        });
        return builds;
    }

    private static JsonArray texts(List<String> words) {
        JsonArray texts = new JsonArray();
        words.forEach(texts::add);
        return texts;
    }
}
