package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.version.VersionRange;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which modules were chosen, and who wants each of them. Immutable. */
public final class ModuleGraph implements ResolvedModules {

    /**
     * A module that was chosen.
     *
     * @param folder its files, and what it says of itself
     * @param place where it came from, without a version
     * @param pin how a lock records it; empty for a folder in place
     * @param requires what it requires, in its order
     */
    public record Module(ModuleFolder folder, String place, Optional<LockedModule> pin, List<Link> requires) {

        /**
         * Its name.
         *
         * @return as its {@code module.yml} says it
         */
        public String name() {
            return folder.description().name();
        }

        /**
         * Its version.
         *
         * @return as its {@code module.yml} says it
         */
        public String version() {
            return folder.description().version();
        }
    }

    /**
     * That a manifest or a module wants a module.
     *
     * @param use what was written, and where
     * @param range which versions
     * @param place where the module comes from, as {@link Module#place}
     */
    public record Link(ModuleUse use, VersionRange range, String place) {}

    private final List<Link> uses;
    private final Map<String, Module> byPlace;
    private final Map<String, String> placeByKey;

    ModuleGraph(List<Link> uses, Map<String, Module> byPlace, Map<String, String> placeByKey) {
        this.uses = List.copyOf(uses);
        this.byPlace = Map.copyOf(byPlace);
        this.placeByKey = Map.copyOf(placeByKey);
    }

    @Override
    public ModuleFolder of(ModuleUse use) {
        String place = placeByKey.get(use.key());
        if (place == null) {
            throw new IllegalArgumentException(use + " was not resolved");
        }
        return module(place).folder();
    }

    /**
     * What manifests want.
     *
     * @return in their order
     */
    public List<Link> uses() {
        return uses;
    }

    /**
     * All modules.
     *
     * @return sorted by name
     */
    public List<Module> modules() {
        return byPlace.values().stream()
                .sorted(Comparator.comparing(Module::name))
                .toList();
    }

    /**
     * The module that a link leads to.
     *
     * @param place the link's
     * @return the module
     * @throws IllegalArgumentException if none came from there
     */
    public Module module(String place) {
        Module module = byPlace.get(place);
        if (module == null) {
            throw new IllegalArgumentException("no module comes from " + place);
        }
        return module;
    }

    /**
     * Who wants a module.
     *
     * @param place the module's
     * @return the links of manifests, then those of modules, which are sorted by name
     */
    public List<Link> wantedBy(String place) {
        return Stream.concat(uses.stream(), modules().stream().flatMap(module -> module.requires().stream()))
                .filter(link -> link.place().equals(place))
                .toList();
    }

    /**
     * What a lock has to say of it.
     *
     * @return an entry of each module but folders in place, in no order
     */
    public Collection<LockedModule> pins() {
        return byPlace.values().stream()
                .flatMap(module -> module.pin().stream())
                .toList();
    }

    /**
     * What there is to lock of all manifests of a project.
     *
     * @param graphs what each of them has
     * @return the modules
     * @throws ManifestException if two have different content as the same version
     */
    public static Collection<LockedModule> pins(Collection<ModuleGraph> graphs) {
        Set<LockedModule> all = new LinkedHashSet<>();
        ProblemLog problems = new ProblemLog();
        for (ModuleGraph graph : graphs) {
            for (Module module : graph.modules()) {
                module.pin().filter(pin -> !all.contains(pin)).ifPresent(pin -> {
                    all.stream()
                            .filter(pin::contradicts)
                            .findFirst()
                            .ifPresent(other -> problems.accept(
                                    ModuleProblems.elsewhere(other, pin, graph.leadingTo(module.place()))));
                    all.add(pin);
                });
            }
        }
        problems.throwIfAny();
        return all;
    }

    /** Where a manifest uses a module, or one that leads to it. */
    private Location leadingTo(String place) {
        for (Link use : uses) {
            Deque<String> left = new ArrayDeque<>(List.of(use.place()));
            Set<String> seen = new HashSet<>();
            while (!left.isEmpty()) {
                String each = left.pop();
                if (each.equals(place)) {
                    return use.use().place();
                }
                if (seen.add(each)) {
                    module(each).requires().forEach(link -> left.push(link.place()));
                }
            }
        }
        throw new IllegalArgumentException("nobody uses " + place);
    }
}
