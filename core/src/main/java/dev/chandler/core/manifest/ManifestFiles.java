package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.BlockCutter;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.manifest.yaml.Tree;
import dev.chandler.core.manifest.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a manifest and all that it includes, included files first. Used once. */
final class ManifestFiles {

    private static final int LIMIT_DEPTH = 50;
    private static final int LIMIT_FILES = 1000;
    private static final Set<String> BLOCKS = Set.of("vars", "include");

    private final SourceReader reader;
    private final Path root;
    private final ProblemLog problems;
    private final Map<Path, ManifestPart> done = new LinkedHashMap<>();
    private final Map<Path, String> open = new LinkedHashMap<>();
    private boolean complete = true;
    private boolean tooMany;

    /**
     * Makes a reader.
     *
     * @param root the real path of the folder that includes must stay inside
     */
    ManifestFiles(SourceReader reader, Path root, ProblemLog problems) {
        this.reader = reader;
        this.root = root;
        this.problems = problems;
    }

    /** Whether every file and its blocks could be read. */
    boolean isComplete() {
        return complete;
    }

    /** All parts, in the order in which they are put together. */
    List<ManifestPart> read(Path manifest) {
        reader.read(manifest).ifPresentOrElse(this::add, () -> complete = false);
        return List.copyOf(done.values());
    }

    private void add(SourceFile file) {
        open.put(file.path(), file.name());
        BlockCutter cutter = new BlockCutter(file.content(), BLOCKS);
        List<Tree.Entry> blocks = blocks(file, cutter);
        find(blocks, "include").ifPresent(entry -> includes(entry.value()));
        Optional<Tree> variables = find(blocks, "vars").map(Tree.Entry::value);
        done.put(file.path(), new ManifestPart(file, cutter.body(), variables));
        open.remove(file.path());
    }

    private static Optional<Tree.Entry> find(List<Tree.Entry> entries, String key) {
        return entries.stream().filter(entry -> entry.key().text().equals(key)).findFirst();
    }

    private List<Tree.Entry> blocks(SourceFile file, BlockCutter cutter) {
        PlacedText text = PlacedText.of(cutter.blocks());
        ProblemLog own = new ProblemLog();
        Optional<Tree> tree =
                text.text().isBlank() ? Optional.empty() : new YamlReader(file, text, shown -> shown, own).read();
        own.sorted().forEach(problems);
        complete &= own.isEmpty();
        return tree
                .filter(Tree.Fields.class::isInstance)
                .map(fields -> ((Tree.Fields) fields).entries())
                .orElse(List.of())
                .stream()
                .filter(entry -> BLOCKS.contains(entry.key().text()))
                .toList();
    }

    private void includes(Tree tree) {
        if (tree.isAbsent()) {
            return;
        }
        List<Tree> items = tree instanceof Tree.Items list ? list.items() : List.of(tree);
        for (Tree item : items) {
            if (item instanceof Tree.Scalar scalar) {
                include(scalar);
            } else {
                complete = false;
                problems.accept(Problem.of("CH-MANIFEST-011", "expected a file's name, found " + item.typeName())
                        .at(item.place())
                        .remedy("write include: [common.yml]; there is no interpolation in it"));
            }
        }
    }

    private void include(Tree.Scalar name) {
        Optional<Path> target = resolve(name);
        if (target.isEmpty()) {
            complete = false;
            return;
        }
        Path real = target.get();
        if (open.containsKey(real)) {
            problems.accept(cycle(real, name.place()));
        } else if (open.size() >= LIMIT_DEPTH) {
            refuse(Problem.of("CH-MANIFEST-023", "the includes nest too deeply")
                    .at(name.place())
                    .because("a file can be included over at most " + LIMIT_DEPTH + " levels")
                    .remedy("include it further up"));
            complete = false;
        } else if (!done.containsKey(real) && done.size() + open.size() >= LIMIT_FILES) {
            refuseMore(name.place());
        } else if (!done.containsKey(real)) {
            Path written = name.file().directory().resolve(name.text()).normalize();
            reader.read(written, name.place()).ifPresentOrElse(this::add, () -> complete = false);
        }
    }

    /** Said once: each of the files left out would say the same. */
    private void refuseMore(Location place) {
        complete = false;
        if (!tooMany) {
            tooMany = true;
            problems.accept(Problem.of("CH-MANIFEST-023", "there are too many included files")
                    .at(place)
                    .because("a manifest can have at most " + LIMIT_FILES + " files")
                    .remedy("put files together"));
        }
    }

    private Problem cycle(Path real, Location place) {
        List<String> chain = new ArrayList<>();
        boolean within = false;
        for (Map.Entry<Path, String> file : open.entrySet()) {
            within |= file.getKey().equals(real);
            if (within) {
                chain.add(file.getValue());
            }
        }
        chain.add(chain.get(0));
        return Problem.of("CH-MANIFEST-021", "the includes go in a circle")
                .at(place)
                .because(chain.stream().collect(Collectors.joining(" includes ")))
                .remedy("take out one of the includes");
    }

    private Optional<Path> resolve(Tree.Scalar name) {
        Path written;
        Path real;
        try {
            written = name.file().directory().resolve(name.text()).normalize();
            real = written.toRealPath();
        } catch (InvalidPathException | IOException e) {
            return refuse(missing(name));
        }
        if (!real.startsWith(root)) {
            return refuse(Problem.of("CH-MANIFEST-022", "\"" + name.text() + "\" is outside the project")
                    .at(name.place())
                    .because("the project is " + root + ", the file is " + real)
                    .remedy("move the file, or mark the folder above both with a file chandler.project.yml"));
        }
        if (Files.isDirectory(real)) {
            return refuse(Problem.of("CH-MANIFEST-002", "\"" + name.text() + "\" is a folder")
                    .at(name.place())
                    .remedy("name a file in it"));
        }
        return Optional.of(real);
    }

    private Problem missing(Tree.Scalar name) {
        return Problem.of("CH-MANIFEST-020", "there is no file \"" + name.text() + "\" to include")
                .at(name.place())
                .because("looked in " + reader.nameOf(name.file().directory()));
    }

    private Optional<Path> refuse(Problem problem) {
        problems.accept(problem);
        return Optional.empty();
    }
}
