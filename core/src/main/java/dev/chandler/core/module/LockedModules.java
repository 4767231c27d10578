package dev.chandler.core.module;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.version.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses versions of modules by a project's lock, and where that says nothing the highest that suit all.
 *
 * <p>A locked version stays as long as it suits all who want it, and costs no question to its source where it is in the
 * cache. Changes no lock: what there is to record is in the {@linkplain ModuleGraph#pins() result}. Each place is asked
 * once for a thing as long as this lives. Used by one thread.
 */
public final class LockedModules implements ModuleResolver {

    /**
     * What newer versions there are of a module.
     *
     * @param module the module as it was chosen
     * @param suitable the best version that suits all who want it; empty where its place cannot list versions
     * @param newest the best version of all; empty likewise
     */
    public record Available(ModuleGraph.Module module, Optional<String> suitable, Optional<String> newest) {}

    private final Catalogue catalogue;
    private final ResolveOptions options;

    /**
     * Makes a resolver.
     *
     * @param names what names mean
     * @param sources makes places of references
     * @param lock what the project has pinned
     * @param options how
     */
    public LockedModules(ModuleNames names, ModuleSources sources, Lockfile lock, ResolveOptions options) {
        this.catalogue = new Catalogue(names, sources, lock.modules(), options);
        this.options = options;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ManifestException also where a locked module has other content than it had, and with {@code locked} where
     *     the lock does not have all
     */
    @Override
    public ModuleGraph resolve(List<ModuleUse> uses) throws InterruptedException {
        List<Requirement> wanted = catalogue.requirements(uses, Optional.empty());
        List<Chosen> chosen = choose(wanted);
        catalogue.requireNothingMissing();
        return new GraphMaker(catalogue).make(wanted, chosen);
    }

    private List<Chosen> choose(List<Requirement> wanted) throws InterruptedException {
        while (true) {
            try {
                return new Solver(catalogue).solve(wanted);
            } catch (ConflictException e) {
                if (options.locked()) {
                    new LockCheck(catalogue).requireLocked(wanted);
                }
                if (!catalogue.unlock(e.conflict())) {
                    throw new ManifestException(ModuleProblems.conflict(
                            e.conflict(), catalogue.of(e.conflict().wanted().get(0))));
                }
            }
        }
    }

    /**
     * Looks for newer versions.
     *
     * @param graph what was chosen here
     * @return each module but folders in place, sorted by name
     * @throws EngineException if a place cannot be asked
     * @throws InterruptedException if cancelled
     */
    public List<Available> available(ModuleGraph graph) throws InterruptedException {
        List<Available> all = new ArrayList<>();
        for (ModuleGraph.Module module : graph.modules()) {
            if (module.pin().isPresent()) {
                List<ModuleGraph.Link> links = graph.wantedBy(module.place());
                Requirement first = catalogue
                        .requirements(List.of(links.get(0).use()), Optional.empty())
                        .get(0);
                List<String> versions = catalogue.known(first);
                List<String> suitable = versions.stream()
                        .filter(version ->
                                links.stream().allMatch(link -> link.range().takes(version)))
                        .toList();
                all.add(new Available(module, VersionRange.ANY.newest(suitable), VersionRange.ANY.newest(versions)));
            }
        }
        return all;
    }
}
