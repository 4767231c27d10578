package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.template.Kept;
import dev.chandler.core.manifest.template.RenderedFile;
import dev.chandler.core.manifest.template.TemplateRenderer;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.List;
import java.util.Optional;

/** Decides whether a step stays: an expression without brackets, or one interpolation that gives true or false. */
final class WhenCondition {

    private final TreeResolver resolver;
    private final TemplateRenderer renderer;
    private final ProblemLog problems;

    WhenCondition(TreeResolver resolver, TemplateRenderer renderer, ProblemLog problems) {
        this.resolver = resolver;
        this.renderer = renderer;
        this.problems = problems;
    }

    /** True unless the condition is false; true also where it is none, which was reported. */
    boolean holds(Tree tree, List<Kept> kept, Optional<Value> it) throws InterruptedException {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.text().isBlank()) {
            problems.accept(notBoolean(tree, tree.isAbsent() ? "nothing" : tree.typeName()));
            return true;
        }
        return value(scalar, kept, it).map(value -> decide(value, scalar)).orElse(true);
    }

    private Optional<Value> value(Tree.Scalar scalar, List<Kept> kept, Optional<Value> it) throws InterruptedException {
        List<RenderedFile.Part> parts = resolver.rendered(scalar.file()).parts(scalar.text());
        if (parts.size() == 1 && parts.get(0).isValue()) {
            return Optional.of(resolver.value(kept.get(parts.get(0).kept()), scalar));
        }
        if (parts.stream().anyMatch(RenderedFile.Part::isValue)) {
            // A value must not become part of an expression, so there is no reading of such text.
            problems.accept(Problem.of("CH-MANIFEST-048", "when: is an expression, and is written without brackets")
                    .at(scalar.place())
                    .remedy("write the name alone, such as: when: version == \"1\"; in a [#list …] write all of it"
                            + " in brackets"));
            return Optional.empty();
        }
        return renderer.evaluate(scalar.text(), scalar.place(), it);
    }

    private boolean decide(Value value, Tree.Scalar scalar) {
        if (value instanceof Value.Failed || value instanceof Value.Deferred) {
            return true;
        }
        if (value instanceof Value.Flag flag) {
            return flag.flag();
        }
        String text = value.asText().orElse("");
        if (!text.equals("true") && !text.equals("false")) {
            problems.accept(notBoolean(scalar, value.typeName()));
        }
        return !text.equals("false");
    }

    private static Problem notBoolean(Tree tree, String found) {
        return Problem.of("CH-MANIFEST-048", "when: must give true or false")
                .at(tree.place())
                .because("it gives " + found)
                .remedy("compare it with something, such as: when: version == \"1\"");
    }
}
