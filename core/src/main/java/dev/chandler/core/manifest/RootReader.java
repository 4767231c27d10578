package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.manifest.template.RenderedFile;
import dev.chandler.core.manifest.template.TemplateRenderer;
import dev.chandler.core.manifest.yaml.Tree;
import dev.chandler.core.manifest.yaml.YamlReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the templates of files, and reads what comes out as maps. Used for one scope of variables. */
final class RootReader {

    private final TemplateRenderer renderer;
    private final String what;
    private final String keys;
    private final Collection<String> blocks;
    private final ProblemLog problems;
    private final Map<SourceFile, RenderedFile> rendered = new HashMap<>();
    private boolean complete = true;

    /**
     * Makes a reader.
     *
     * @param what what such a file is, for problems: {@code a manifest}
     * @param keys what it looks like
     * @param blocks the keys that were cut out before
     */
    RootReader(TemplateRenderer renderer, String what, String keys, Collection<String> blocks, ProblemLog problems) {
        this.renderer = renderer;
        this.what = what;
        this.keys = keys;
        this.blocks = blocks;
        this.problems = problems;
    }

    /** Whether every file could be read. */
    boolean isComplete() {
        return complete;
    }

    /** The files with their values, which are filled in while files are read. */
    Map<SourceFile, RenderedFile> rendered() {
        return rendered;
    }

    /**
     * Reads one.
     *
     * @param body the file's text without the blocks that are read first
     * @return its map, without entries where it is none, which was reported
     */
    Tree.Fields read(SourceFile file, SourceText body) throws InterruptedException {
        Tree.Fields nothing = new Tree.Fields(file, body.at(0), List.of());
        Optional<RenderedFile> text = renderer.render(body);
        if (text.isEmpty()) {
            complete = false;
            return nothing;
        }
        rendered.put(file, text.get());
        ProblemLog own = new ProblemLog();
        Optional<Tree> tree = new YamlReader(file, text.get().text(), text.get()::shown, own).read();
        own.sorted().forEach(problems);
        complete &= own.isEmpty();
        if (tree.isEmpty() || tree.get().isAbsent()) {
            return nothing;
        }
        if (tree.get() instanceof Tree.Fields fields) {
            reportUncutBlocks(fields);
            return new Tree.Fields(file, body.at(0), fields.entries());
        }
        complete = false;
        problems.accept(Problem.of(
                        "CH-MANIFEST-011",
                        "expected " + what + ", found " + tree.get().typeName())
                .at(tree.get().place())
                .remedy(what + " is a map: " + keys));
        return nothing;
    }

    private void reportUncutBlocks(Tree.Fields root) {
        for (String key : blocks) {
            root.entry(key)
                    .ifPresent(entry ->
                            problems.accept(Problem.of("CH-MANIFEST-030", key + ": must begin in the first column")
                                    .at(entry.key().place())
                                    .because("it is read before the rest of the file, by lines")));
        }
    }
}
