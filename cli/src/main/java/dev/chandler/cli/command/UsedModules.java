package dev.chandler.cli.command;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.Location;
import dev.chandler.cli.Wiring;
import dev.chandler.core.Chandler;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.module.ModuleGraph;
import dev.chandler.core.module.ResolveOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What manifests of a project use of modules.
 *
 * @param manifests each that uses any, in their order
 * @param images the images that they name as bases and for their tools, each with a place where it stands
 */
record UsedModules(List<Uses> manifests, Map<BaseReference.Image, Location> images) {

    /**
     * What one manifest uses.
     *
     * @param manifest its file, absolute
     * @param graph what was resolved for it
     */
    record Uses(Path manifest, ModuleGraph graph) {}

    /**
     * A module, and who uses it.
     *
     * @param module one of those that are the same
     * @param by manifests as they are named in messages, and modules by name, sorted
     */
    record Used(ModuleGraph.Module module, TreeSet<String> by) {}

    /** Loads manifests, one after the other. */
    static UsedModules of(
            Wiring wiring, ResolveOptions resolving, List<Path> files, Function<Path, ManifestRequest> requests)
            throws InterruptedException {
        List<ModuleGraph> graphs = new ArrayList<>();
        Chandler chandler = wiring.chandler(wiring.projectModules().noting(resolving, graphs::add));
        List<Uses> manifests = new ArrayList<>();
        List<Manifest> loaded = new ArrayList<>();
        for (Path each : files) {
            loaded.add(chandler.load(requests.apply(each)).manifest());
            graphs.forEach(graph -> manifests.add(new Uses(each, graph)));
            graphs.clear();
        }
        return new UsedModules(List.copyOf(manifests), BaseLocking.names(loaded));
    }

    List<ModuleGraph> graphs() {
        return manifests.stream().map(Uses::graph).toList();
    }

    /** The names of all modules. */
    Set<String> names() {
        return graphs().stream()
                .flatMap(graph -> graph.modules().stream())
                .map(ModuleGraph.Module::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of all images. */
    Set<String> imageNames() {
        return images.keySet().stream().map(BaseReference.Image::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** How a lock records all but folders in place. */
    List<LockedModule> pins() {
        return List.copyOf(ModuleGraph.pins(graphs()));
    }

    /** Each module once, each version of one that there are several of; sorted by name and version. */
    List<Used> modules(Function<Path, String> shown) {
        Map<String, Used> all = new LinkedHashMap<>();
        for (Uses uses : manifests) {
            for (ModuleGraph.Module module : uses.graph().modules()) {
                Used used = all.computeIfAbsent(
                        module.place() + "@" + module.version(), none -> new Used(module, new TreeSet<>()));
                used.by().addAll(users(uses, module, shown).toList());
            }
        }
        return all.values().stream()
                .sorted(Comparator.comparing((Used used) -> used.module().name())
                        .thenComparing(used -> used.module().version()))
                .toList();
    }

    private static Stream<String> users(Uses uses, ModuleGraph.Module module, Function<Path, String> shown) {
        Stream<String> manifest = uses.graph().uses().stream()
                .filter(link -> link.place().equals(module.place()))
                .map(link -> shown.apply(uses.manifest()));
        Stream<String> modules = uses.graph().modules().stream()
                .filter(each ->
                        each.requires().stream().anyMatch(link -> link.place().equals(module.place())))
                .map(ModuleGraph.Module::name);
        return Stream.concat(manifest, modules);
    }
}
