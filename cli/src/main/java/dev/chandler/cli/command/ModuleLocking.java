package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.module.ResolveOptions;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes to a project's lock what its manifests use of modules, and says what has become of it.
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
        wiring.projectLock()
                .change(lock -> lock.withModules(Stream.concat(
                                lock.modules().stream().filter(each -> stays.test(each.name())), pins.stream())
                        .toList()));
    }

    /** Holds names against what is used. */
    static void requireUsed(Set<String> names, Set<String> used) {
        names.stream().filter(name -> !used.contains(name)).forEach(name -> {
            throw unused(name, used);
        });
    }

    static ManifestException unused(String name, Set<String> known) {
        return new ManifestException(Problem.of("CH-MODULE-029", "nobody uses \"" + name + "\"")
                .because(known.isEmpty() ? "nothing is used" : "used are " + String.join(", ", known))
                .remedy(SettingReader.didYouMean(name, known).orElse(null)));
    }

    /** Says in what the lock is another than it was. */
    void report(Lockfile before) {
        Lockfile after = wiring.lock();
        List<String> old = lines(before, after);
        List<String> now = lines(after, before);
        old.stream()
                .filter(each -> !now.contains(each))
                .forEach(each -> console.out().println("- " + each));
        now.stream()
                .filter(each -> !old.contains(each))
                .forEach(each -> console.out().println("+ " + each));
        if (old.equals(now)) {
            console.out().println(Lockfile.NAME + " has everything already");
        }
        if (!before.modules().equals(after.modules()) && wiring.vendored().any()) {
            console.err().println("copies of modules are as they were: \"chandler module vendor\" writes them anew");
        }
    }

    private static List<String> lines(Lockfile lock, Lockfile other) {
        return Stream.concat(
                        lock.modules().stream().map(module -> line(module, other.modules())),
                        lock.bases().stream()
                                .map(base -> base.reference() + " " + base.pinned() + " (" + base.engine() + ", "
                                        + base.platform() + ")"))
                .toList();
    }

    /** Where a version comes from is said where that has changed. */
    private static String line(LockedModule module, List<LockedModule> others) {
        String line = module.name() + " " + module.version();
        boolean elsewhere = others.stream()
                .anyMatch(other -> other.name().equals(module.name())
                        && other.version().equals(module.version())
                        && !other.source().equals(module.source()));
        return elsewhere ? line + " of " + module.source() : line;
    }
}
