package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.template.Kept;
import dev.chandler.core.manifest.template.RenderedFile;
import dev.chandler.core.manifest.template.TemplateRenderer;
import dev.chandler.core.manifest.value.SettingValues;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.List;

/** Reads what a step is to be repeated for: a list, an interpolation that gives one, or a variable's name. */
final class EachItems {

    private static final int LIMIT_ITEMS = 1000;

    private final TreeResolver resolver;
    private final TemplateRenderer renderer;
    private final ProblemLog problems;

    EachItems(TreeResolver resolver, TemplateRenderer renderer, ProblemLog problems) {
        this.resolver = resolver;
        this.renderer = renderer;
        this.problems = problems;
    }

    /** The items; none where there is no list, which was reported. */
    List<Value> of(Tree.Fields step, List<Kept> kept) {
        Tree each = step.entry("each").orElseThrow().value();
        List<Value> items = each instanceof Tree.Scalar scalar ? ofScalar(scalar, kept) : ofTree(each, kept);
        if (items.size() > LIMIT_ITEMS) {
            problems.accept(Problem.of("CH-MANIFEST-044", "each: has " + items.size() + " items")
                    .at(each.place())
                    .because("a step can be repeated " + LIMIT_ITEMS + " times"));
            return List.of();
        }
        return items;
    }

    private List<Value> ofTree(Tree each, List<Kept> kept) {
        return asItems(SettingValues.of(resolver.setting(each, kept)), each);
    }

    private List<Value> ofScalar(Tree.Scalar scalar, List<Kept> kept) {
        List<RenderedFile.Part> parts = resolver.rendered(scalar.file()).parts(scalar.text());
        boolean oneValue = parts.size() == 1 && parts.get(0).isValue();
        if (oneValue) {
            return asItems(resolver.value(kept.get(parts.get(0).kept()), scalar), scalar);
        }
        Value named =
                renderer.variable(scalar.text()).orElseGet(() -> SettingValues.of(resolver.setting(scalar, kept)));
        return asItems(named, scalar);
    }

    private List<Value> asItems(Value value, Tree each) {
        if (value instanceof Value.Items items) {
            return items.items();
        }
        if (!(value instanceof Value.Failed || value instanceof Value.Deferred)) {
            problems.accept(Problem.of("CH-MANIFEST-011", "expected a list for each:, found " + value.typeName())
                    .at(each.place())
                    .remedy("write a list, or an interpolation that gives one: each: [=packages]"));
        }
        return List.of();
    }
}
