package dev.chandler.core.manifest.variable;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the declaration of one variable, in the short form (its default) or the long one. Used once. */
final class DeclarationReader {

    private static final Set<String> LONG_FORM = ManifestModel.DECLARATION.names();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** FreeMarker's own words, and ours. */
    private static final Set<String> TAKEN =
            Set.of("it", "sh", "true", "false", "as", "in", "using", "gt", "gte", "lt", "lte", "chandler__keep");

    private final Tree.Entry entry;
    private final ProblemLog problems;

    DeclarationReader(Tree.Entry entry, ProblemLog problems) {
        this.entry = entry;
        this.problems = problems;
    }

    /** The declaration; empty where it makes no sense, which was reported. */
    Optional<Declaration> read() {
        String name = entry.key().text();
        Location place = entry.key().place();
        if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            problems.accept(Problem.of("CH-MANIFEST-030", "\"" + name + "\" cannot be a variable's name")
                    .at(place)
                    .because(
                            TAKEN.contains(name)
                                    ? "the word has a meaning in templates"
                                    : "a name has letters, digits and _, and does not begin with a digit"));
            return Optional.empty();
        }
        if (entry.value() instanceof Tree.Fields fields && isLongForm(fields)) {
            return longForm(name, place, fields);
        }
        return shortForm(name, place);
    }

    private static boolean isLongForm(Tree.Fields fields) {
        List<String> keys =
                fields.entries().stream().map(field -> field.key().text()).toList();
        return keys.contains("type")
                || (!keys.isEmpty() && LONG_FORM.containsAll(keys))
                || new CutText(fields, LONG_FORM).explainsAll();
    }

    private Optional<Declaration> shortForm(String name, Location place) {
        if (looksLikeInterpolation(entry.value())) {
            problems.accept(Problem.of("CH-MANIFEST-030", "there is no interpolation in vars:")
                    .at(entry.value().place())
                    .because("variables are read before templates")
                    .remedy("put the value into quotes if it is meant as text"));
            return Optional.empty();
        }
        Value value = TreeValues.of(entry.value());
        return Optional.of(new Declaration(
                name,
                VariableType.ofShortForm(value),
                place,
                Optional.of(value),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    }

    private static boolean looksLikeInterpolation(Tree tree) {
        return tree instanceof Tree.Items items
                && !items.items().isEmpty()
                && items.items().get(0) instanceof Tree.Scalar first
                && first.plain()
                && first.text().startsWith("=");
    }

    private Optional<Declaration> longForm(String name, Location place, Tree.Fields fields) {
        reportUnknownKeys(fields);
        Optional<VariableType> type = type(fields);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Declaration declaration = new Declaration(
                name,
                type.get(),
                place,
                defaultValue(fields, type.get()),
                pattern(fields, type.get()),
                values(fields, type.get()),
                bound(fields, "min", type.get()),
                bound(fields, "max", type.get()));
        fields.entry("examples").ifPresent(entry -> checkExamples(entry.value(), declaration));
        return Optional.of(declaration);
    }

    /** An example that cannot be given would mislead whoever follows it. */
    private void checkExamples(Tree tree, Declaration declaration) {
        if (!(tree instanceof Tree.Items items)) {
            problems.accept(Problem.of("CH-MANIFEST-011", "expected a list, found " + tree.typeName())
                    .at(tree.place()));
            return;
        }
        for (Tree item : items.items()) {
            value(item, "each of \"examples\"", declaration.type())
                    .flatMap(value -> Constraints.check(declaration, value))
                    .ifPresent(problem -> problems.accept(problem.at(item.place())));
        }
    }

    private void reportUnknownKeys(Tree.Fields fields) {
        CutText cut = new CutText(fields, LONG_FORM);
        for (Tree.Entry field : fields.entries()) {
            String key = field.key().text();
            Optional<CutText.Piece> piece = cut.at(field);
            if (!LONG_FORM.contains(key)
                    && piece.filter(each -> !each.isFirst()).isEmpty()) {
                problems.accept(Problem.of("CH-MANIFEST-010", "unknown key \"" + key + "\"")
                        .at(field.key().place())
                        .because(piece.map(CutText.Piece::why).orElse("known here: " + String.join(", ", LONG_FORM)))
                        .remedy(piece.map(CutText.Piece::remedy)
                                .or(() -> SettingReader.didYouMean(key, LONG_FORM))
                                .orElse("a map as default is written {type: map, default: {…}}")));
            }
        }
    }

    private Optional<VariableType> type(Tree.Fields fields) {
        Optional<Tree> written = fields.entry("type").map(Tree.Entry::value);
        if (written.isEmpty()) {
            return Optional.of(fields.entry("default")
                    .map(field -> VariableType.ofShortForm(TreeValues.of(field.value())))
                    .orElse(VariableType.STRING));
        }
        String word = TreeValues.of(written.get()).asText().orElse("");
        Optional<VariableType> type = VariableType.of(word);
        if (type.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-030", "unknown type \"" + word + "\"")
                    .at(written.get().place())
                    .because("there are: " + String.join(", ", VariableType.words()))
                    .remedy(SettingReader.didYouMean(word, VariableType.words()).orElse(null)));
        }
        return type;
    }

    private Optional<Value> defaultValue(Tree.Fields fields, VariableType type) {
        return fields.entry("default")
                .map(field -> value(field.value(), "\"default\"", type).orElseGet(Value.Failed::new));
    }

    private Optional<Value> value(Tree tree, String what, VariableType type) {
        Optional<Value> value = type.read(TreeValues.of(tree));
        if (value.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-030", what + " must be " + type.withArticle())
                    .at(tree.place())
                    .because("that is the variable's type"));
        }
        return value;
    }

    private List<Value> values(Tree.Fields fields, VariableType type) {
        Optional<Tree> tree = fields.entry("values").map(Tree.Entry::value);
        if (tree.isEmpty() || !allowed("values", tree.get(), type, Set.of(VariableType.STRING, VariableType.NUMBER))) {
            return List.of();
        }
        if (!(tree.get() instanceof Tree.Items items)) {
            problems.accept(Problem.of(
                            "CH-MANIFEST-011",
                            "expected a list, found " + tree.get().typeName())
                    .at(tree.get().place()));
            return List.of();
        }
        return items.items().stream()
                .map(item -> value(item, "each of \"values\"", type))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<BigDecimal> bound(Tree.Fields fields, String key, VariableType type) {
        Optional<Tree> tree = fields.entry(key).map(Tree.Entry::value);
        if (tree.isEmpty() || !allowed(key, tree.get(), type, Set.of(VariableType.NUMBER))) {
            return Optional.empty();
        }
        return value(tree.get(), "\"" + key + "\"", type).map(value -> ((Value.Num) value).number());
    }

    private Optional<Pattern> pattern(Tree.Fields fields, VariableType type) {
        Optional<Tree> tree = fields.entry("pattern").map(Tree.Entry::value);
        if (tree.isEmpty() || !allowed("pattern", tree.get(), type, Set.of(VariableType.STRING))) {
            return Optional.empty();
        }
        try {
            return TreeValues.of(tree.get()).asText().map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            problems.accept(Problem.of("CH-MANIFEST-030", "the pattern is no regular expression")
                    .at(tree.get().place())
                    .because(e.getDescription()));
            return Optional.empty();
        }
    }

    private boolean allowed(String key, Tree tree, VariableType type, Set<VariableType> types) {
        if (!types.contains(type)) {
            problems.accept(Problem.of("CH-MANIFEST-030", "\"" + key + "\" says nothing about " + type.withArticle())
                    .at(tree.place()));
        }
        return types.contains(type);
    }
}
