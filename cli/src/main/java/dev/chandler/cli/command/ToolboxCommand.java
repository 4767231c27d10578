package dev.chandler.cli.command;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.BaseFetch;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.ToolboxReader;
import dev.chandler.core.manifest.ToolboxSource;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import dev.chandler.core.run.Pruner;
import dev.chandler.core.toolbox.Toolbox;
import dev.chandler.core.toolbox.Toolboxes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chandler toolbox}: the toolboxes on an engine. */
final class ToolboxCommand {

    private ToolboxCommand() {}

    private static List<Resource> kept(Engine engine) throws InterruptedException {
        return engine.resources().stream()
                .filter(resource -> resource.kind() == Resource.Kind.TOOLBOX)
                .sorted(Comparator.comparing(Resource::created).reversed())
                .toList();
    }

    private static String digest(Resource toolbox) {
        return toolbox.key().map(key -> key.shortHex()).orElse("-");
    }

    /** {@code chandler toolbox build}. */
    @Command(
            name = "build",
            description = "Bring a toolbox to an engine, so that no build has to.",
            footer = {
                "  chandler toolbox build",
                "  chandler toolbox build ./tools",
                "  chandler toolbox build container:tools"
            })
    static final class Build extends ManifestCommand {

        private static final String CONTAINER = "container:";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private EngineOptions engine = new EngineOptions();

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "PATH|IMAGE|container:NAME",
                description = "The tools: what begins with . or / is a folder or an archive. Default: the manifest's.")
        private @Nullable String tools;

        Build(Console console) {
            super(console);
        }

        @Override
        protected ExitCode run(Wiring wiring) throws InterruptedException {
            if (tools != null && manifest().named().isPresent()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "name tools or a manifest, not both: -f has its own");
            }
            ToolboxSource source = tools == null ? ofManifest(wiring) : given(tools);
            try (LiveBuild build = wiring.builds().start();
                    EngineChoice choice = wiring.engines(build.id()).select(engine.request(console()))) {
                build.uses(choice.engine());
                Toolbox kept = new Toolboxes(
                                new BaseFetch(choice.engine(), Optional.empty(), wiring.basePins()), wiring.cache())
                        .keep(
                                source,
                                PullPolicy.MISSING,
                                (what, done, total) -> {},
                                console().err()::println);
                console().out().println(kept.digest().shortHex() + "  " + kept.source());
            }
            return ExitCode.DONE;
        }

        private ToolboxSource ofManifest(Wiring wiring) throws InterruptedException {
            Manifest manifest = wiring.chandler().load(request()).manifest();
            return manifest.instance()
                    .toolbox()
                    .orElseThrow(() -> new ManifestException(
                            Problem.of("CH-TOOLBOX-008", "the manifest \"" + manifest.name() + "\" names no toolbox")
                                    .remedy("add toolbox: to it, or name the tools: chandler toolbox build ./tools")));
        }

        private ToolboxSource given(String text) {
            Location place = new Location("(command line)", 1, 1);
            Setting setting = Setting.text(text, place);
            if (text.startsWith(CONTAINER)) {
                Setting name = Setting.text(text.substring(CONTAINER.length()), place);
                setting = Setting.map(Map.of("container", new Setting.Entry(place, name)), place);
            }
            return ToolboxReader.read(setting, console().workingDirectory());
        }
    }

    /** {@code chandler toolbox ls}. */
    @Command(
            name = "ls",
            description = "List the toolboxes on an engine, the newest first.",
            footer = {"  chandler toolbox ls"})
    static final class Ls extends ChandlerCommand {

        @Mixin
        private EngineOptions engine = new EngineOptions();

        Ls(Console console) {
            super(console);
        }

        @Override
        protected ExitCode run(Wiring wiring) throws InterruptedException {
            try (EngineChoice choice = wiring.engines("toolbox").select(engine.request(console()))) {
                List<String[]> rows = new ArrayList<>();
                for (Resource toolbox : kept(choice.engine())) {
                    rows.add(new String[] {digest(toolbox), created(toolbox), Table.size(toolbox), toolbox.name()});
                }
                console().out().print(Table.of(rows));
            }
            return ExitCode.DONE;
        }

        private static String created(Resource toolbox) {
            return toolbox.created().isAfter(Instant.EPOCH) ? toolbox.created().toString() : "-";
        }
    }

    /** {@code chandler toolbox rm}. */
    @Command(
            name = "rm",
            description = "Remove toolboxes from an engine; a build that needs one brings it again.",
            footer = {"  chandler toolbox rm 3f2a1b9c0d4e", "  chandler toolbox rm --all"})
    static final class Remove extends ChandlerCommand {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private EngineOptions engine = new EngineOptions();

        @Option(names = "--all", order = 20, description = "Remove all of them.")
        private boolean all;

        @Parameters(
                arity = "0..*",
                paramLabel = "DIGEST",
                description = "The beginning of a digest, as \"toolbox ls\" shows it.")
        private List<String> digests = new ArrayList<>();

        Remove(Console console) {
            super(console);
        }

        @Override
        protected ExitCode run(Wiring wiring) throws InterruptedException {
            if (all != digests.isEmpty()) {
                throw new CommandLine.ParameterException(spec.commandLine(), "name digests, or --all");
            }
            Pruner pruner = new Pruner(wiring.builds(), wiring.cache(), Clock.systemUTC());
            try (EngineChoice choice = wiring.engines("toolbox").select(engine.request(console()))) {
                List<Resource> wanted = wanted(kept(choice.engine()));
                Pruner.Outcome outcome = pruner.remove(choice.engine(), wanted);
                outcome.removed().forEach(toolbox -> console().out().println("removed  " + digest(toolbox)));
                outcome.busy().forEach(toolbox -> console().out().println("in use   " + digest(toolbox)));
                if (wanted.isEmpty()) {
                    console().out().println("nothing to remove");
                }
            }
            return ExitCode.DONE;
        }

        private List<Resource> wanted(List<Resource> kept) {
            if (all) {
                return kept;
            }
            List<Resource> wanted = new ArrayList<>();
            List<Problem> problems = new ArrayList<>();
            for (String digest : digests) {
                List<Resource> found = kept.stream()
                        .filter(toolbox -> !digest.isEmpty()
                                && toolbox.key()
                                        .filter(key -> key.hex().startsWith(digest))
                                        .isPresent())
                        .toList();
                if (found.size() == 1) {
                    wanted.addAll(found);
                } else {
                    problems.add(Problem.of("CH-TOOLBOX-009", "\"" + digest + "\" is no toolbox's digest")
                            .because(found.isEmpty() ? "none begins with it" : "several begin with it")
                            .remedy("chandler toolbox ls lists them"));
                }
            }
            if (!problems.isEmpty()) {
                throw new ManifestException(problems);
            }
            return wanted.stream().distinct().toList();
        }
    }
}
