package dev.chandler.core.manifest;

import dev.chandler.core.manifest.yaml.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the files of a manifest together: maps over maps, steps after steps, all else replaced. */
final class TreeMerge {

    private static final Set<String> JOINED = Set.of("install", "script");
    private static final Set<String> BASES = Set.of("language", "base");

    private TreeMerge() {}

    /**
     * Puts one file over others.
     *
     * @param below what included files say
     * @param above the file that includes them
     */
    static Tree.Fields over(Tree.Fields below, Tree.Fields above) {
        Map<String, Tree.Entry> merged = new LinkedHashMap<>();
        boolean namesBase = above.entries().stream().anyMatch(entry -> isBase(entry));
        below.entries().stream()
                .filter(entry -> !(namesBase && isBase(entry)))
                .forEach(entry -> merged.put(entry.key().text(), entry));
        for (Tree.Entry entry : above.entries()) {
            merged.merge(entry.key().text(), entry, TreeMerge::entry);
        }
        return new Tree.Fields(above.file(), above.place(), List.copyOf(merged.values()));
    }

    private static boolean isBase(Tree.Entry entry) {
        return BASES.contains(entry.key().text()) && !entry.value().isAbsent();
    }

    private static Tree.Entry entry(Tree.Entry below, Tree.Entry above) {
        String key = above.key().text();
        if (above.value().isAbsent()) {
            return below;
        }
        if (JOINED.contains(key)
                && below.value() instanceof Tree.Items first
                && above.value() instanceof Tree.Items second) {
            List<Tree> items = new ArrayList<>(first.items());
            items.addAll(second.items());
            return new Tree.Entry(above.key(), new Tree.Items(second.file(), second.place(), items));
        }
        boolean maps = below.value() instanceof Tree.Fields && above.value() instanceof Tree.Fields;
        if (maps && !BASES.contains(key)) {
            return new Tree.Entry(above.key(), fields((Tree.Fields) below.value(), (Tree.Fields) above.value()));
        }
        return above;
    }

    private static Tree.Fields fields(Tree.Fields below, Tree.Fields above) {
        Map<String, Tree.Entry> merged = new LinkedHashMap<>();
        below.entries().forEach(entry -> merged.put(entry.key().text(), entry));
        above.entries().forEach(entry -> merged.merge(entry.key().text(), entry, TreeMerge::entry));
        return new Tree.Fields(above.file(), above.place(), List.copyOf(merged.values()));
    }

    /** The items of one top-level list of steps. */
    static Optional<Tree> find(Tree.Fields root, String key) {
        return root.entry(key).map(Tree.Entry::value).filter(tree -> !tree.isAbsent());
    }
}
