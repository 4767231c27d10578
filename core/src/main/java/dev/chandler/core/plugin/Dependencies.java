package dev.chandler.core.plugin;

import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the plugins that plugins need, and refuses those of which one is missing, refused itself, or needs them in turn.
 *
 * <p>An optional one that can't be used is as good as not there.
 */
final class Dependencies {

    private final List<PluginEntry> entries;
    private final Map<String, PluginEntry> usable = new HashMap<>();

    private Dependencies(List<PluginEntry> entries) {
        this.entries = entries;
    }

    static void resolve(List<PluginEntry> entries) {
        if (entries.stream().allMatch(entry -> entry.headers().dependencies().isEmpty())) {
            return;
        }
        Dependencies dependencies = new Dependencies(entries);
        dependencies.collect();
        dependencies.refuseCycles();
        while (dependencies.refuseOne()) {
            // One that is refused takes those along that need it.
            dependencies.collect();
        }
        dependencies.usable.values().forEach(dependencies::connect);
    }

    private void collect() {
        usable.clear();
        entries.stream()
                .filter(entry -> !entry.refused())
                .forEach(entry -> usable.put(entry.headers().id(), entry));
    }

    private void refuseCycles() {
        List<PluginEntry> all =
                entries.stream().filter(entry -> !entry.refused()).toList();
        Map<PluginEntry, Problem> refusals = new HashMap<>();
        for (PluginEntry entry : all) {
            cycle(entry, entry, new ArrayList<>(List.of(entry)), new HashSet<>())
                    .ifPresent(path -> refusals.put(entry, Refusals.cycle(entry, path)));
        }
        refusals.forEach(PluginEntry::refuse);
        collect();
    }

    /**
     * The way from a plugin back to itself, if there is one.
     *
     * @param seen from where there is none; without it, the time doubles with each plugin
     */
    private Optional<List<PluginEntry>> cycle(
            PluginEntry start, PluginEntry at, List<PluginEntry> way, Set<PluginEntry> seen) {
        for (Dependency dependency : Dependency.of(at.headers())) {
            PluginEntry next = find(dependency).orElse(null);
            if (next == start) {
                return Optional.of(List.copyOf(way));
            }
            if (next != null && seen.add(next)) {
                way.add(next);
                Optional<List<PluginEntry>> path = cycle(start, next, way, seen);
                if (path.isPresent()) {
                    return path;
                }
                way.remove(way.size() - 1);
            }
        }
        return Optional.empty();
    }

    private boolean refuseOne() {
        for (PluginEntry entry : entries) {
            if (entry.refused()) {
                continue;
            }
            for (Dependency dependency : Dependency.of(entry.headers())) {
                if (!dependency.optional() && find(dependency).isEmpty()) {
                    entry.refuse(Refusals.missingDependency(entry, dependency, found(dependency)));
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<PluginEntry> find(Dependency dependency) {
        return Optional.ofNullable(usable.get(dependency.id()))
                .filter(entry -> dependency.takes(entry.headers().version()));
    }

    /** What there is in place of a plugin that is needed, in words. */
    private String found(Dependency dependency) {
        String all = entries.stream()
                .filter(entry -> entry.headers().id().equals(dependency.id()))
                .map(Dependencies::words)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "no plugin of that id is in any of the folders" : all;
    }

    static String words(PluginEntry entry) {
        return "\"%s\" has version %s%s"
                .formatted(
                        entry.file(),
                        entry.headers().version(),
                        entry.reason()
                                .map(reason -> " and is refused: " + reason.what())
                                .orElse(""));
    }

    private void connect(PluginEntry entry) {
        entry.dependsOn(Dependency.of(entry.headers()).stream()
                .flatMap(dependency -> find(dependency).stream())
                .toList());
    }
}
