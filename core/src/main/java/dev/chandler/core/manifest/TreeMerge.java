package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Puts the files of a manifest together: maps over maps, steps after steps, mounts after mounts, all else replaced. */
final class TreeMerge {

    private static final Set<String> JOINED = Set.of("modules", "install", "script", "mounts");
    private static final Set<String> MAPS = Set.of("env", "labels", "artifact", "instance", "secrets");
    private static final Set<String> BASES = Set.of("language", "base");

    private final TreeResolver resolver;
    private final ProblemLog problems;

    TreeMerge(TreeResolver resolver, ProblemLog problems) {
        this.resolver = resolver;
        this.problems = problems;
    }

    /**
     * Puts one file over others.
     *
     * @param below what included files say
     * @param above the file that includes them
     */
    Tree.Fields over(Tree.Fields below, Tree.Fields above) {
        Map<String, Tree.Entry> merged = new LinkedHashMap<>();
        boolean namesBase = above.entries().stream().anyMatch(entry -> isBase(entry));
        below.entries().stream()
                .filter(entry -> !(namesBase && isBase(entry)))
                .forEach(entry -> merged.put(entry.key().text(), entry));
        for (Tree.Entry entry : above.entries()) {
            merged.merge(entry.key().text(), entry, this::entry);
        }
        return new Tree.Fields(above.file(), above.place(), List.copyOf(merged.values()));
    }

    private static boolean isBase(Tree.Entry entry) {
        return BASES.contains(entry.key().text()) && !entry.value().isAbsent();
    }

    private Tree.Entry entry(Tree.Entry below, Tree.Entry above) {
        String key = above.key().text();
        if (above.value().isAbsent()) {
            return below;
        }
        if (JOINED.contains(key)) {
            return joined(below, above);
        }
        Tree first = resolver.opened(below.value());
        Tree second = resolver.opened(above.value());
        if (first instanceof Tree.Fields lower && second instanceof Tree.Fields upper && !BASES.contains(key)) {
            // A secret has one source: another one is in its place, not beside it.
            return new Tree.Entry(
                    above.key(), fields(lower, upper, key.equals("secrets") ? TreeMerge::replaced : this::entry));
        }
        if (MAPS.contains(key) && !(first instanceof Tree.Fields)) {
            reportHidden(first, "a map");
        }
        return above;
    }

    private Tree.Entry joined(Tree.Entry below, Tree.Entry above) {
        if (!(below.value() instanceof Tree.Items first)) {
            reportHidden(below.value(), above.key().text().equals("mounts") ? "a list of mounts" : "a list of steps");
            return above;
        }
        if (!(above.value() instanceof Tree.Items second)) {
            return above;
        }
        List<Tree> items = new ArrayList<>(first.items());
        items.addAll(second.items());
        return new Tree.Entry(above.key(), new Tree.Items(second.file(), second.place(), items));
    }

    private static Tree.Entry replaced(Tree.Entry below, Tree.Entry above) {
        return above;
    }

    private static Tree.Fields fields(Tree.Fields below, Tree.Fields above, BinaryOperator<Tree.Entry> both) {
        Map<String, Tree.Entry> merged = new LinkedHashMap<>();
        below.entries().forEach(entry -> merged.put(entry.key().text(), entry));
        above.entries().forEach(entry -> merged.merge(entry.key().text(), entry, both));
        return new Tree.Fields(above.file(), above.place(), List.copyOf(merged.values()));
    }

    /** What an included file says and nothing is made of: nobody would look at it again. */
    private void reportHidden(Tree below, String wanted) {
        if (!below.isAbsent() && !resolver.isUnknown(below)) {
            problems.accept(Problem.of("CH-MANIFEST-011", "expected " + wanted + ", found " + below.typeName())
                    .at(below.place()));
        }
    }
}
