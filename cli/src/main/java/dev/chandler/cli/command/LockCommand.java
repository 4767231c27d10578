package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProjectModules;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.Chandler;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.module.ModuleGraph;
import dev.chandler.core.module.ResolveOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chandler lock}: writes to the lock what a project's manifests use. */
@Command(
        name = "lock",
        description = "Write to chandler.lock which modules all manifests of the project use, and nothing else; "
                + "with -f, add what that manifest uses.",
        footer = {
            "  chandler lock                           what is locked stays",
            "  chandler lock --update                  the newest of all that suit",
            "  chandler lock --update web/nginx        of one module"
        })
final class LockCommand extends ChandlerCommand {

    @Mixin
    private ManifestOptions manifest = new ManifestOptions();

    @Option(
            names = "--update",
            arity = "0..*",
            paramLabel = "NAME",
            order = 20,
            description = "Choose modules anew, all or those that are named.")
    private @Nullable List<String> update;

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
        Set<String> names = update == null ? Set.of() : new LinkedHashSet<>(update);
        ResolveOptions options =
                update == null ? wiring.resolving() : wiring.resolving().updating(names);
        ProjectModules modules = wiring.projectModules();
        List<ModuleGraph> graphs = new ArrayList<>();
        Chandler chandler = wiring.chandler(modules.noting(options, graphs::add));
        for (Path each : manifests()) {
            chandler.load(manifest.request(console(), each));
        }
        Set<String> used = graphs.stream()
                .flatMap(graph -> graph.modules().stream())
                .map(ModuleGraph.Module::name)
                .collect(Collectors.toCollection(TreeSet::new));
        names.forEach(name -> requireUsed(name, used));
        List<LockedModule> pins =
                graphs.stream().flatMap(graph -> graph.pins().stream()).toList();
        Lockfile before = wiring.lock();
        wiring.projectLock()
                .change(lock -> lock.withModules(
                        manifest.named().isEmpty()
                                ? pins
                                : Stream.concat(stay(lock, options), pins.stream())
                                        .toList()));
        report(before.modules(), wiring.lock().modules());
        return ExitCode.DONE;
    }

    private static Stream<LockedModule> stay(Lockfile lock, ResolveOptions options) {
        return lock.modules().stream().filter(each -> !options.update().test(each.name()));
    }

    /** All of the project; those below that are projects of their own have locks of their own. */
    private List<Path> manifests() {
        if (manifest.named().isPresent()) {
            return List.of(manifest.path());
        }
        Path project = project();
        return new ManifestSearch(console().workingDirectory(), true)
                .from(List.of(project)).stream()
                        .filter(each -> ProjectFolder.of(each).equals(project))
                        .toList();
    }

    private static void requireUsed(String name, Set<String> used) {
        if (!used.contains(name)) {
            throw new ManifestException(Problem.of("CH-MODULE-029", "nobody uses a module \"" + name + "\"")
                    .because(used.isEmpty() ? "no modules are used" : "used are " + String.join(", ", used))
                    .remedy(SettingReader.didYouMean(name, used).orElse(null)));
        }
    }

    private void report(List<LockedModule> before, List<LockedModule> after) {
        before.stream()
                .filter(each -> !after.contains(each))
                .forEach(each -> console().out().println("- " + each.name() + " " + each.version()));
        after.stream()
                .filter(each -> !before.contains(each))
                .forEach(each -> console().out().println("+ " + each.name() + " " + each.version()));
        if (before.equals(after)) {
            console().out().println(Lockfile.NAME + " has all modules already");
        }
    }
}
