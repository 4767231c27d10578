package dev.chandler.core.manifest.variable;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import dev.chandler.core.manifest.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value given from outside the manifest, not yet read as the variable's type. */
final class GivenValue {

    private final String source;
    private final @Nullable String text;
    private final @Nullable Tree tree;

    private GivenValue(String source, @Nullable String text, @Nullable Tree tree) {
        this.source = source;
        this.text = text;
        this.tree = tree;
    }

    static GivenValue ofText(String text, String source) {
        return new GivenValue(source, text, null);
    }

    static GivenValue ofTree(Tree tree) {
        return new GivenValue(tree.file().name(), null, tree);
    }

    Problem locate(Problem problem) {
        @Nullable Location place = tree == null ? null : tree.place();
        return problem.at(place);
    }

    /** The value as the variable's type; empty where it is none, which was reported. */
    Optional<Value> read(Declaration declaration, ProblemLog problems) {
        VariableType type = declaration.type();
        if (text != null && type == VariableType.STRING) {
            return Optional.of(new Value.Text(text));
        }
        ProblemLog own = new ProblemLog();
        Optional<Tree> parsed = tree == null ? parse(String.valueOf(text), own) : Optional.of(tree);
        Optional<Value> value = parsed.map(TreeValues::of).flatMap(type::read);
        own.sorted().forEach(problem -> problems.accept(refused(declaration, why(problem))));
        if (value.isEmpty() && own.isEmpty()) {
            problems.accept(
                    refused(declaration, "it is " + parsed.map(Tree::typeName).orElse("empty")));
        }
        return own.isEmpty() ? value : Optional.empty();
    }

    /** What the reader of YAML found: its reason where the text cannot be read at all, else what it refuses. */
    private static String why(Problem problem) {
        boolean unreadable = problem.code().equals("CH-MANIFEST-006");
        return unreadable ? problem.why().orElse(problem.what()) : problem.what();
    }

    private Problem refused(Declaration declaration, String why) {
        VariableType type = declaration.type();
        return locate(Problem.of(
                        "CH-MANIFEST-033",
                        "\"" + declaration.name() + "\" must be " + type.withArticle() + ", in " + source)
                .because(why)
                .remedy(example(type)));
    }

    private Optional<Tree> parse(String yaml, ProblemLog problems) {
        SourceText content = new SourceText(source, yaml);
        SourceFile file = new SourceFile(Path.of(""), Path.of(""), content);
        return new YamlReader(file, PlacedText.of(content), shown -> shown, problems).read();
    }

    private static @Nullable String example(VariableType type) {
        return switch (type) {
            case LIST -> "write it as YAML: [one, two]";
            case MAP -> "write it as YAML: {key: value}";
            case BOOLEAN -> "write true or false";
            case NUMBER -> "write it in digits";
            case STRING -> null;
        };
    }
}
