package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.template.Kept;
import dev.chandler.core.manifest.template.RenderedFile;
import dev.chandler.core.manifest.template.TemplateEnded;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of their marks, which are in scalars alone by now. */
final class TreeResolver {

    /** The maps whose keys are names of the user's own, and may be interpolated. */
    private static final Set<String> FREE_KEYS = Set.of("env", "labels");

    /** How much text may come of a manifest, its values repeated wherever they stand. */
    private static final int LIMIT_CHARS = 32 << 20;

    private final Map<SourceFile, RenderedFile> files;
    private final ProblemLog problems;
    private final AtomicLong chars;

    TreeResolver(Map<SourceFile, RenderedFile> files, ProblemLog problems) {
        this(files, problems, new AtomicLong());
    }

    private TreeResolver(Map<SourceFile, RenderedFile> files, ProblemLog problems, AtomicLong chars) {
        this.files = files;
        this.problems = problems;
        this.chars = chars;
    }

    /** A resolver for other files, which shares the limit of this one. */
    TreeResolver apart(Map<SourceFile, RenderedFile> others) {
        return new TreeResolver(others, problems, chars);
    }

    RenderedFile rendered(SourceFile file) {
        RenderedFile rendered = files.get(file);
        if (rendered == null) {
            throw new IllegalStateException("not rendered: " + file.path());
        }
        return rendered;
    }

    /** The values of a file where no step is repeated. */
    List<Kept> kept(Tree tree) {
        return rendered(tree.file()).kept();
    }

    /** The node with its values in place. */
    Setting setting(Tree tree) {
        return setting(tree, null, false);
    }

    /**
     * The node with the values of one item of a repeated step in place.
     *
     * @param kept the values; null for those of each node's own file
     */
    Setting setting(Tree tree, @Nullable List<Kept> kept) {
        return setting(tree, kept, false);
    }

    private Setting setting(Tree tree, @Nullable List<Kept> kept, boolean freeKeys) {
        if (tree instanceof Tree.Scalar scalar) {
            return scalar(scalar, orOwn(scalar, kept));
        }
        if (tree instanceof Tree.Items items) {
            return Setting.list(
                    items.items().stream()
                            .map(item -> setting(item, kept, false))
                            .toList(),
                    tree.place());
        }
        return fields((Tree.Fields) tree, freeKeys, kept);
    }

    private Setting fields(Tree.Fields fields, boolean freeKeys, @Nullable List<Kept> kept) {
        Map<String, Setting.Entry> entries = new LinkedHashMap<>();
        for (Tree.Entry entry : fields.entries()) {
            String key = key(entry.key(), freeKeys, kept);
            Setting.Entry before = entries.get(key);
            if (before != null) {
                problems.accept(Problem.of("CH-MANIFEST-008", "duplicate key \"" + key + "\"")
                        .at(entry.key().place())
                        .because("the first is at " + before.keyLocation())
                        .remedy("keep one of them"));
                continue;
            }
            Setting value = setting(entry.value(), kept, FREE_KEYS.contains(key));
            entries.put(key, new Setting.Entry(entry.key().place(), value));
        }
        return Setting.map(entries, fields.place());
    }

    private String key(Tree.Scalar key, boolean free, @Nullable List<Kept> kept) {
        boolean written = rendered(key.file()).parts(key.text()).stream().noneMatch(RenderedFile.Part::isValue);
        if (written) {
            return key.text();
        }
        if (!free) {
            problems.accept(Problem.of("CH-MANIFEST-047", "a key cannot be interpolated here")
                    .at(key.place())
                    .because("interpolation in keys is for env: and labels: only"));
            problems.valueUnknown(key.place());
            return rendered(key.file()).shown(key.text());
        }
        return text(key, orOwn(key, kept));
    }

    private List<Kept> orOwn(Tree tree, @Nullable List<Kept> kept) {
        return kept == null ? kept(tree) : kept;
    }

    private Setting scalar(Tree.Scalar scalar, List<Kept> kept) {
        List<RenderedFile.Part> parts = rendered(scalar.file()).parts(scalar.text());
        if (parts.size() == 1 && parts.get(0).isValue()) {
            Value value = value(kept.get(parts.get(0).kept()), scalar);
            return setting(value, scalar.place());
        }
        return Setting.text(text(scalar, kept), scalar.place());
    }

    /** Which of its file's values a node has in it. */
    BitSet valuesIn(Tree tree) {
        BitSet values = new BitSet();
        addValues(tree, values);
        return values;
    }

    private void addValues(Tree tree, BitSet values) {
        if (tree instanceof Tree.Scalar scalar) {
            rendered(scalar.file()).parts(scalar.text()).stream()
                    .filter(RenderedFile.Part::isValue)
                    .forEach(part -> values.set(part.kept()));
        } else if (tree instanceof Tree.Items items) {
            items.items().forEach(item -> addValues(item, values));
        } else {
            ((Tree.Fields) tree).entries().forEach(entry -> {
                addValues(entry.key(), values);
                addValues(entry.value(), values);
            });
        }
    }

    /** The node, or the map or list that is all of it where it is one interpolation. */
    Tree opened(Tree tree) {
        return tree instanceof Tree.Scalar scalar
                ? only(scalar).map(kept -> tree(kept.value(), scalar)).orElse(scalar)
                : tree;
    }

    /** Whether a node is one interpolation whose value is not known, which is reported elsewhere. */
    boolean isUnknown(Tree tree) {
        return tree instanceof Tree.Scalar scalar
                && only(scalar)
                        .map(Kept::value)
                        .filter(value -> value instanceof Value.Failed || value instanceof Value.Deferred)
                        .isPresent();
    }

    private Optional<Kept> only(Tree.Scalar scalar) {
        List<RenderedFile.Part> parts = rendered(scalar.file()).parts(scalar.text());
        return parts.size() == 1 && parts.get(0).isValue()
                ? Optional.of(kept(scalar).get(parts.get(0).kept()))
                : Optional.empty();
    }

    /** A value as a node. No text of it can hold a mark, for nobody can guess one. */
    private static Tree tree(Value value, Tree.Scalar from) {
        if (value instanceof Value.Items items) {
            List<Tree> trees =
                    items.items().stream().map(item -> written(item, from)).toList();
            return new Tree.Items(from.file(), from.place(), trees);
        }
        if (value instanceof Value.Fields fields) {
            List<Tree.Entry> entries = new ArrayList<>();
            fields.fields().forEach((key, item) -> entries.add(new Tree.Entry(text(key, from), written(item, from))));
            return new Tree.Fields(from.file(), from.place(), entries);
        }
        return from;
    }

    private static Tree written(Value value, Tree.Scalar from) {
        return value.asText().<Tree>map(text -> text(text, from)).orElseGet(() -> tree(value, from));
    }

    private static Tree.Scalar text(String text, Tree.Scalar from) {
        return new Tree.Scalar(from.file(), from.place(), text, false);
    }

    /** The text of a scalar, its values in place. */
    String text(Tree.Scalar scalar, List<Kept> kept) {
        StringBuilder text = new StringBuilder();
        for (RenderedFile.Part part : rendered(scalar.file()).parts(scalar.text())) {
            String piece = part.isValue() ? textOf(kept.get(part.kept()), scalar) : part.text();
            count(piece, scalar.place());
            text.append(piece);
        }
        return text.toString();
    }

    private String textOf(Kept kept, Tree.Scalar scalar) {
        Value value = value(kept, scalar);
        if (value instanceof Value.Items || value instanceof Value.Fields) {
            problems.accept(Problem.of("CH-MANIFEST-047", value.typeName() + " cannot stand within text")
                    .at(kept.place())
                    .remedy("for a list use [=sh(…)] or ?join(\" \"), or let it be all of the value"));
            problems.valueUnknown(scalar.place());
        }
        return value.asText().orElse("");
    }

    /** A kept value; one that is not known is reported, and nothing else at its place. */
    Value value(Kept kept, Tree.Scalar scalar) {
        if (kept.value() instanceof Value.Deferred) {
            problems.accept(Problem.of("CH-MANIFEST-046", "\"it\" is undefined here")
                    .at(kept.place())
                    .because("it is an item of each:, and this stands in no step that has one")
                    .remedy("add each: [...] to the step"));
            problems.valueUnknown(scalar.place());
        }
        if (kept.value() instanceof Value.Failed) {
            kept.problem().ifPresent(problems);
            problems.valueUnknown(scalar.place());
        }
        return kept.value();
    }

    private Setting setting(Value value, Location place) {
        if (value instanceof Value.Items items) {
            List<Setting> settings = new ArrayList<>();
            items.items().forEach(item -> settings.add(setting(item, place)));
            return Setting.list(settings, place);
        }
        if (value instanceof Value.Fields fields) {
            Map<String, Setting.Entry> entries = new LinkedHashMap<>();
            fields.fields().forEach((key, item) -> entries.put(key, new Setting.Entry(place, setting(item, place))));
            return Setting.map(entries, place);
        }
        String text = value.asText().orElse("");
        count(text, place);
        return Setting.text(text, place);
    }

    private void count(String text, Location place) {
        if (chars.addAndGet(text.length()) > LIMIT_CHARS) {
            throw new TemplateEnded(place, "its values make more than " + LIMIT_CHARS + " characters");
        }
    }
}
