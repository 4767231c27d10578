package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.module.ModuleGraph;
import dev.chandler.core.module.ResolveOptions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes to a project's lock what its manifests use, and says what has become of it.
 *
 * @param wiring of the project
 * @param console where it is said
 */
record ModuleLocking(Wiring wiring, Console console) {

    /** Has the lock have what all manifests use, and nothing else. */
    void all(UsedModules used) {
        change(used.pins(), name -> false);
    }

    /** Adds to the lock what some manifests use, in the place of what was chosen anew. */
    void some(UsedModules used, ResolveOptions options) {
        change(used.pins(), options.update().negate());
    }

    /** Takes out of the lock those of some names that are no longer used, and adds what is. */
    void without(Set<String> names, UsedModules used) {
        change(used.pins(), name -> !names.contains(name));
    }

    private void change(List<LockedModule> pins, Predicate<String> stays) {
        List<LockedModule> before = wiring.lock().modules();
        wiring.projectLock()
                .change(lock -> lock.withModules(Stream.concat(
                                lock.modules().stream().filter(each -> stays.test(each.name())), pins.stream())
                        .toList()));
        report(before, wiring.lock().modules());
    }

    /** Holds names against what is used. */
    static void requireUsed(Set<String> names, UsedModules used) {
        Set<String> known = used.graphs().stream()
                .flatMap(graph -> graph.modules().stream())
                .map(ModuleGraph.Module::name)
                .collect(Collectors.toCollection(TreeSet::new));
        names.stream().filter(name -> !known.contains(name)).forEach(name -> {
            throw unused(name, known);
        });
    }

    static ManifestException unused(String name, Set<String> known) {
        return new ManifestException(Problem.of("CH-MODULE-029", "nobody uses a module \"" + name + "\"")
                .because(known.isEmpty() ? "no modules are used" : "used are " + String.join(", ", known))
                .remedy(SettingReader.didYouMean(name, known).orElse(null)));
    }

    private void report(List<LockedModule> before, List<LockedModule> after) {
        before.stream()
                .filter(each -> !after.contains(each))
                .forEach(each -> console.out().println("- " + each.name() + " " + each.version()));
        after.stream()
                .filter(each -> !before.contains(each))
                .forEach(each -> console.out().println("+ " + each.name() + " " + each.version()));
        if (before.equals(after)) {
            console.out().println(Lockfile.NAME + " has all modules already");
        }
    }
}
