package dev.chandler.cli.command;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProjectModules;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.Chandler;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.module.ModuleGraph;
import dev.chandler.core.module.ResolveOptions;
import dev.chandler.core.project.ProjectBuilds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chandler lock}: writes to the lock what a project's manifests use. */
@Command(
        name = "lock",
        description =
                "Write to chandler.lock which modules all manifests of the project use and which images their bases "
                        + "are, and nothing else of these; with -f, add what that manifest uses.",
        footer = {
            "  chandler lock                           what is locked stays",
            "  chandler lock --update                  the newest of all that suit",
            "  chandler lock --update web/nginx        of one module",
            "  chandler lock --update python:3.12      what a base's name means now"
        })
final class LockCommand extends ChandlerCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManifestOptions manifest = new ManifestOptions();

    @Option(
            names = "--update",
            arity = "0..*",
            paramLabel = "NAME",
            order = 20,
            description = "Choose modules and images anew, all or those that are named.")
    private @Nullable List<String> update;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private PlatformOption platform = new PlatformOption();

    @Mixin
    private ModuleFetchOptions fetch = new ModuleFetchOptions();

    LockCommand(Console console) {
        super(console);
    }

    @Override
    protected Path project() {
        return manifest.project(console());
    }

    @Override
    protected FetchOptions fetching() {
        return fetch.options();
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        platform.requireReadable(spec.commandLine(), console().environment());
        Set<String> names = update == null ? Set.of() : new LinkedHashSet<>(update);
        ResolveOptions options =
                update == null ? wiring.resolving() : wiring.resolving().updating(names);
        ProjectModules modules = wiring.projectModules();
        List<ModuleGraph> graphs = new ArrayList<>();
        Chandler chandler = wiring.chandler(modules.noting(options, graphs::add));
        List<Manifest> loaded = new ArrayList<>();
        for (Path each : manifests()) {
            loaded.add(chandler.load(manifest.request(console(), each)).manifest());
        }
        Map<BaseReference.Image, Location> images = BaseLocking.names(loaded);
        Set<String> used = graphs.stream()
                .flatMap(graph -> graph.modules().stream())
                .map(ModuleGraph.Module::name)
                .collect(Collectors.toCollection(TreeSet::new));
        images.keySet().forEach(image -> used.add(image.name()));
        names.forEach(name -> requireUsed(name, used));
        List<LockedModule> pins =
                graphs.stream().flatMap(graph -> graph.pins().stream()).toList();
        Lockfile before = wiring.lock();
        wiring.projectLock()
                .change(lock -> manifest.named().isPresent()
                        ? lock.withModules(Stream.concat(stay(lock, options), pins.stream())
                                .toList())
                        : lock.withModules(pins).withBases(used));
        pinBases(wiring, images, name -> update != null && (names.isEmpty() || names.contains(name)));
        report(before, wiring.lock());
        return ExitCode.DONE;
    }

    private void pinBases(Wiring wiring, Map<BaseReference.Image, Location> images, Predicate<String> anew)
            throws InterruptedException {
        boolean wanted = engine.given() || images.keySet().stream().anyMatch(image -> anew.test(image.name()));
        Optional<EngineChoice> choice = images.isEmpty() ? Optional.empty() : choice(wiring, wanted);
        if (choice.isPresent()) {
            try (EngineChoice chosen = choice.get()) {
                new BaseLocking(
                                wiring.basePins(),
                                chosen.engine(),
                                platform.of(console().environment()))
                        .pin(images, anew);
            }
        }
    }

    /** Where there is no engine, modules are locked all the same, unless it is wanted. */
    private Optional<EngineChoice> choice(Wiring wiring, boolean wanted) throws InterruptedException {
        try {
            return Optional.of(wiring.engines("lock").select(engine.request(console())));
        } catch (EngineException e) {
            if (wanted) {
                throw e;
            }
            console()
                    .err()
                    .println("bases are not locked: " + e.problems().get(0).what());
            return Optional.empty();
        }
    }

    private static Stream<LockedModule> stay(Lockfile lock, ResolveOptions options) {
        return lock.modules().stream().filter(each -> !options.update().test(each.name()));
    }

    /** All of the project; those below that are projects of their own have locks of their own. */
    private List<Path> manifests() {
        if (manifest.named().isPresent()) {
            return List.of(manifest.path());
        }
        return new ManifestSearch(console().workingDirectory(), true)
                .of(ProjectBuilds.read(project(), console().workingDirectory()));
    }

    private static void requireUsed(String name, Set<String> used) {
        if (!used.contains(name)) {
            throw new ManifestException(Problem.of("CH-MODULE-029", "nobody uses a module or an image \"" + name + "\"")
                    .because(used.isEmpty() ? "none are used" : "used are " + String.join(", ", used))
                    .remedy(SettingReader.didYouMean(name, used).orElse(null)));
        }
    }

    private void report(Lockfile before, Lockfile after) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        old.stream()
                .filter(each -> !now.contains(each))
                .forEach(each -> console().out().println("- " + each));
        now.stream()
                .filter(each -> !old.contains(each))
                .forEach(each -> console().out().println("+ " + each));
        if (old.equals(now)) {
            console().out().println(Lockfile.NAME + " has everything already");
        }
    }

    private static List<String> lines(Lockfile lock) {
        return Stream.concat(
                        lock.modules().stream().map(module -> module.name() + " " + module.version()),
                        lock.bases().stream()
                                .map(base -> base.reference() + " " + base.pinned() + " (" + base.engine() + ", "
                                        + base.platform() + ")"))
                .toList();
    }
}
