package dev.chandler.cli;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.lock.ProjectLock;
import dev.chandler.core.module.LockedModules;
import dev.chandler.core.module.ModuleGraph;
import dev.chandler.core.module.ModuleNames;
import dev.chandler.core.module.ModuleResolver;
import dev.chandler.core.module.ModuleSources;
import dev.chandler.core.module.ModuleUse;
import dev.chandler.core.module.ResolveOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The modules of a project, by its lock: the one place where they are written to it. Thread-safe.
 *
 * @param project the project's folder
 * @param here what messages name files relative to
 * @param userConfig the user's configuration folder of Chandler, if there is one
 * @param lock the project's lock
 * @param sources the places that there are
 */
public record ProjectModules(
        Path project, Path here, Optional<Path> userConfig, ProjectLock lock, ModuleSources sources) {

    /**
     * Resolves by the lock, and adds to it what it does not have.
     *
     * @param options how
     * @param notices is told where that cannot be written
     * @return the resolver
     */
    public ModuleResolver obeying(ResolveOptions options, Consumer<String> notices) {
        return noting(options, graph -> add(graph.pins(), notices));
    }

    /**
     * Resolves by the lock, and leaves that as it is.
     *
     * @param options how
     * @param graphs is told what was resolved, each time
     * @return the resolver
     */
    public ModuleResolver noting(ResolveOptions options, Consumer<ModuleGraph> graphs) {
        return uses -> {
            ModuleGraph graph = resolver(options).resolve(List.<ModuleUse>copyOf(uses));
            graphs.accept(graph);
            return graph;
        };
    }

    /**
     * Looks for newer versions; asks each place once.
     *
     * @param graphs what was resolved for manifests of the project
     * @param options how
     * @return of each manifest each module but folders in place
     * @throws InterruptedException if cancelled
     */
    public List<LockedModules.Available> available(List<ModuleGraph> graphs, ResolveOptions options)
            throws InterruptedException {
        LockedModules resolver = resolver(options);
        List<LockedModules.Available> all = new ArrayList<>();
        for (ModuleGraph graph : graphs) {
            all.addAll(resolver.available(graph));
        }
        return all;
    }

    /**
     * What names mean in the project.
     *
     * @return the entries of its {@code chandler.sources.yml} and the user's, read now
     */
    public ModuleNames names() {
        return ModuleNames.read(project, userConfig, here);
    }

    private LockedModules resolver(ResolveOptions options) {
        return new LockedModules(names(), sources, lock.read(), options);
    }

    private void add(Collection<LockedModule> pins, Consumer<String> notices) {
        List<LockedModule> known = lock.read().modules();
        List<LockedModule> missing =
                pins.stream().filter(pin -> !known.contains(pin)).toList();
        if (missing.isEmpty()) {
            return;
        }
        try {
            lock.change(before -> {
                List<LockedModule> all = new ArrayList<>(before.modules());
                missing.stream().filter(pin -> !all.contains(pin)).forEach(pin -> {
                    requireUnchanged(pin, before);
                    all.add(pin);
                });
                return before.withModules(all);
            });
        } catch (PluginException e) {
            // Whoever may only read a project can build it, as it is with its bases.
            String names = missing.stream()
                    .map(pin -> "\"" + pin.name() + "\" " + pin.version())
                    .sorted()
                    .collect(Collectors.joining(", "));
            notices.accept(names + (missing.size() == 1 ? " is" : " are") + " not pinned: "
                    + e.problems().get(0).what());
        }
    }

    /** Another process may have locked the same version meanwhile, with other content. */
    private static void requireUnchanged(LockedModule pin, Lockfile lock) {
        lock.modules().stream().filter(pin::contradicts).findFirst().ifPresent(other -> {
            throw new ManifestException(Problem.of(
                            "CH-LOCK-009",
                            "the module \"" + pin.name() + "\" " + pin.version() + " is not the one that "
                                    + Lockfile.NAME + " has")
                    .because("meanwhile it was put there from " + other.source() + ", with " + other.digest()
                            + "; here it is from " + pin.source() + ", with " + pin.digest())
                    .remedy("run this again; it says where it is used"));
        });
    }
}
