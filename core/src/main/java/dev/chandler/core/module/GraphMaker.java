package dev.chandler.core.module;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a graph of what was chosen.
 *
 * @param catalogue from which it was
 */
record GraphMaker(Catalogue catalogue) {

    /**
     * Makes it, and brings all modules to this machine.
     *
     * @throws ManifestException if modules have one name, or require each other, or one is not what it should be
     */
    ModuleGraph make(List<Requirement> uses, List<Chosen> chosen) throws InterruptedException {
        requireOneOfEachName(chosen);
        requireNoCircle(chosen);
        Map<String, String> places = new HashMap<>();
        List<ModuleGraph.Link> links = links(uses.stream().map(Requirement::use).toList(), uses, places);
        Map<String, ModuleGraph.Module> modules = new HashMap<>();
        for (Chosen each : chosen) {
            FetchedModule fetched = catalogue.fetch(each);
            ModuleDescription description = fetched.folder().description();
            Optional<LockedModule> pin = catalogue
                    .pin(each)
                    .or(() -> fetched.digest()
                            .map(digest -> new LockedModule(
                                    description.name(),
                                    each.version(),
                                    digest,
                                    each.source().recorded(each.version()))));
            modules.put(
                    each.place(),
                    new ModuleGraph.Module(
                            fetched.folder(),
                            each.place(),
                            pin,
                            links(description.requires(), catalogue.requirements(each), places)));
        }
        return new ModuleGraph(links, modules, places);
    }

    /** What was written, each with what it was read as. */
    private static List<ModuleGraph.Link> links(
            List<ModuleUse> uses, List<Requirement> read, Map<String, String> places) {
        List<ModuleGraph.Link> links = new ArrayList<>();
        for (int i = 0; i < uses.size(); i++) {
            String place = read.get(i).target().place();
            places.put(uses.get(i).key(), place);
            links.add(new ModuleGraph.Link(uses.get(i), read.get(i).range(), place));
        }
        return List.copyOf(links);
    }

    private void requireOneOfEachName(List<Chosen> chosen) throws InterruptedException {
        ProblemLog problems = new ProblemLog();
        Map<String, Chosen> byName = new HashMap<>();
        for (Chosen each : chosen) {
            String name = catalogue.description(each).name();
            Chosen other = byName.putIfAbsent(name, each);
            if (other != null) {
                problems.accept(ModuleProblems.sameName(other, each, name));
            }
        }
        problems.throwIfAny();
    }

    /** Takes away what requires nothing that is left, until nothing is left, or only what leads to a circle. */
    private void requireNoCircle(List<Chosen> chosen) throws InterruptedException {
        Map<String, Chosen> left = new LinkedHashMap<>();
        Map<String, List<Requirement>> requiredBy = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        List<Chosen> done = new ArrayList<>();
        for (Chosen each : chosen) {
            List<Requirement> requires = catalogue.requirements(each);
            left.put(each.place(), each);
            open.put(each.place(), requires.size());
            requires.forEach(next -> requiredBy
                    .computeIfAbsent(next.target().place(), none -> new ArrayList<>())
                    .add(next));
            if (requires.isEmpty()) {
                done.add(each);
            }
        }
        for (int i = 0; i < done.size(); i++) {
            left.remove(done.get(i).place());
            for (Requirement each : requiredBy.getOrDefault(done.get(i).place(), List.of())) {
                Chosen by = each.by().orElseThrow();
                if (open.merge(by.place(), -1, Integer::sum) == 0) {
                    done.add(by);
                }
            }
        }
        if (!left.isEmpty()) {
            throw circle(left);
        }
    }

    private ManifestException circle(Map<String, Chosen> left) throws InterruptedException {
        Map<String, Chosen> path = new LinkedHashMap<>();
        Chosen next = left.values().iterator().next();
        while (path.putIfAbsent(next.place(), next) == null) {
            next = catalogue.requirements(next).stream()
                    .map(each -> left.get(each.target().place()))
                    .filter(Chosen.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        }
        int first = List.copyOf(path.keySet()).indexOf(next.place());
        List<Chosen> circle = List.copyOf(path.values()).subList(first, path.size());
        List<String> names = new ArrayList<>();
        for (Chosen each : circle) {
            names.add(catalogue.description(each).name() + " " + each.version());
        }
        return new ManifestException(ModuleProblems.circle(circle, names));
    }
}
