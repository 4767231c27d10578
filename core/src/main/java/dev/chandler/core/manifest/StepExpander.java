package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.template.Kept;
import dev.chandler.core.manifest.template.TemplateRenderer;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repeats steps for the items of their {@code each:} and leaves out those whose {@code when:} is false. */
final class StepExpander {

    /** Where a step stands, which decides what forms it can have. */
    private enum Within {
        MODULES,
        INSTALL,
        SCRIPT,
        BLOCK,
        SEQUENCE
    }

    /** What a step's interpolations give, and the item that they see. */
    private record Scope(List<Kept> kept, Optional<Value> it) {}

    private final TreeResolver resolver;
    private final EachItems eachItems;
    private final WhenCondition when;
    private final UseReader uses;
    private final ProblemLog problems;
    /** Steps that are repeated for no item. */
    private final List<ResolvedStep> unused = new ArrayList<>();

    StepExpander(TreeResolver resolver, TemplateRenderer renderer, ProblemLog problems) {
        this.resolver = resolver;
        this.eachItems = new EachItems(resolver, renderer, problems);
        this.when = new WhenCondition(resolver, renderer, problems);
        this.uses = new UseReader(problems);
        this.problems = problems;
    }

    List<ResolvedStep> modules(Optional<Tree> list) throws InterruptedException {
        return list.isEmpty() ? List.of() : list(list.get(), Within.MODULES);
    }

    List<ResolvedStep> install(Optional<Tree> list) throws InterruptedException {
        return list.isEmpty() ? List.of() : list(list.get(), Within.INSTALL);
    }

    List<ResolvedStep> script(Optional<Tree> list) throws InterruptedException {
        return list.isEmpty() ? List.of() : list(list.get(), Within.SCRIPT);
    }

    /** Steps that are repeated for no item, and read for nothing but what is wrong with them: no value is known. */
    List<ResolvedStep> unused() {
        return List.copyOf(unused);
    }

    private List<ResolvedStep> list(Tree list, Within within) throws InterruptedException {
        List<ResolvedStep> steps = new ArrayList<>();
        for (Tree item : items(list)) {
            steps.addAll(step(item, new Scope(resolver.kept(item), Optional.empty()), within));
        }
        return steps;
    }

    private List<Tree> items(Tree list) {
        if (list instanceof Tree.Items items) {
            return items.items();
        }
        problems.accept(Problem.of("CH-MANIFEST-011", "expected a list of steps, found " + list.typeName())
                .at(list.place())
                .remedy("begin each step with \"- \"; steps cannot come from a variable"));
        return List.of();
    }

    private List<ResolvedStep> step(Tree tree, Scope scope, Within within) throws InterruptedException {
        if (within == Within.MODULES && !isUse(tree)) {
            problems.accept(Problem.of("CH-MANIFEST-011", "expected the use of a module")
                    .at(tree.place())
                    .because("modules: lists nothing else")
                    .remedy("write - use: NAME here, and steps under install:"));
            return List.of();
        }
        if (tree instanceof Tree.Fields fields) {
            return fields.entry("each").isPresent() ? repeated(fields, scope, within) : map(fields, scope, within, "");
        }
        if (tree instanceof Tree.Items items) {
            return nested(items, scope, within);
        }
        Setting text = resolver.setting(tree, scope.kept());
        if (text.kind() != Setting.Kind.TEXT) {
            problems.accept(Problem.of("CH-MANIFEST-011", "a step cannot come from a variable")
                    .at(tree.place())
                    .because("the value is " + (text.kind() == Setting.Kind.LIST ? "a list" : "a map"))
                    .remedy("for one step for each item use each:"));
            return List.of();
        }
        return List.of(new ResolvedStep.Single(text, tree.file()));
    }

    private static boolean isUse(Tree tree) {
        return tree instanceof Tree.Fields fields && fields.entry(StepModel.USE).isPresent();
    }

    private List<ResolvedStep> nested(Tree.Items items, Scope scope, Within within) throws InterruptedException {
        if (within == Within.INSTALL || within == Within.SEQUENCE) {
            problems.accept(Problem.of("CH-MANIFEST-011", "expected a step, found a list")
                    .at(items.place())
                    .remedy("take out the inner brackets; a list in the list is for script: and parallel:"));
            return List.of();
        }
        List<ResolvedStep> steps = new ArrayList<>();
        for (Tree item : items.items()) {
            steps.addAll(step(item, scope, Within.SEQUENCE));
        }
        return steps.isEmpty() ? List.of() : List.of(new ResolvedStep.Sequence(steps, items.place()));
    }

    private List<ResolvedStep> repeated(Tree.Fields fields, Scope scope, Within within) throws InterruptedException {
        List<ResolvedStep> steps = new ArrayList<>();
        List<Value> items = eachItems.of(fields, scope.kept());
        BitSet wanted = resolver.valuesIn(without(fields, "each"));
        if (items.isEmpty()) {
            repeatedForNothing(fields, within, wanted);
        }
        for (int i = 0; i < items.size(); i++) {
            try {
                Value it = items.get(i);
                List<Kept> kept = resolver.rendered(fields.file()).kept(it, fields.place(), wanted);
                steps.addAll(map(fields, new Scope(kept, Optional.of(it)), within, "[" + i + "]"));
            } catch (ManifestException e) {
                e.problems().forEach(problems);
            }
        }
        return steps;
    }

    private void repeatedForNothing(Tree.Fields fields, Within within, BitSet wanted) throws InterruptedException {
        Value it = new Value.Failed();
        try {
            List<Kept> kept = resolver.rendered(fields.file()).kept(it, fields.place(), wanted);
            unused.addAll(map(fields, new Scope(kept, Optional.of(it)), within, ""));
        } catch (ManifestException e) {
            e.problems().forEach(problems);
        }
    }

    private List<ResolvedStep> map(Tree.Fields fields, Scope scope, Within within, String suffix)
            throws InterruptedException {
        Optional<Tree> condition = fields.entry("when").map(Tree.Entry::value);
        if (condition.isPresent() && !when.holds(condition.get(), scope.kept(), scope.it())) {
            return List.of();
        }
        if (isUse(fields)) {
            return uses.read(rest(without(fields, "each", "when"), scope, suffix), fields.file()).stream()
                    .map(ResolvedStep.class::cast)
                    .toList();
        }
        Optional<Tree> parallel = fields.entry("parallel").map(Tree.Entry::value);
        if (parallel.isPresent()) {
            return block(fields, parallel.get(), scope, within, suffix);
        }
        return List.of(new ResolvedStep.Single(rest(withoutForms(fields), scope, suffix), fields.file()));
    }

    private List<ResolvedStep> block(Tree.Fields fields, Tree parallel, Scope scope, Within within, String suffix)
            throws InterruptedException {
        if (within != Within.INSTALL) {
            problems.accept(Problem.of("CH-MANIFEST-009", "parallel: cannot stand here")
                    .at(parallel.place())
                    .because(
                            within == Within.SCRIPT
                                    ? "tests run beside each other anyway"
                                    : "it is within another parallel: or a test"));
            return List.of();
        }
        List<ResolvedStep> branches = new ArrayList<>();
        for (Tree item : items(parallel)) {
            branches.addAll(step(item, scope, Within.BLOCK));
        }
        Map<String, Setting.Entry> rest =
                rest(withoutForms(fields), scope, suffix).entries();
        rest.forEach((key, entry) -> {
            if (!key.equals("name")) {
                problems.accept(Problem.of("CH-MANIFEST-010", "\"" + key + "\" cannot stand beside parallel:")
                        .at(entry.keyLocation())
                        .because("known here: " + String.join(", ", StepModel.BLOCK.names()))
                        .remedy("give it to the steps of the block"));
            }
        });
        if (branches.isEmpty()) {
            return List.of();
        }
        Optional<Setting> name = Optional.ofNullable(rest.get("name")).map(Setting.Entry::value);
        return List.of(new ResolvedStep.Block(name, branches, fields.place()));
    }

    private static Tree.Fields withoutForms(Tree.Fields fields) {
        return without(fields, "each", "when", StepModel.PARALLEL);
    }

    /** What is left of a step's map, its values in place. */
    private Setting rest(Tree.Fields fields, Scope scope, String suffix) {
        Setting setting = resolver.setting(fields, scope.kept());
        Map<String, Setting.Entry> named = new LinkedHashMap<>(setting.entries());
        named.computeIfPresent("name", (key, entry) -> suffixed(entry, suffix));
        return Setting.map(named, fields.place());
    }

    private static Tree.Fields without(Tree.Fields fields, String... keys) {
        List<Tree.Entry> entries = fields.entries().stream()
                .filter(entry -> !List.of(keys).contains(entry.key().text()))
                .toList();
        return new Tree.Fields(fields.file(), fields.place(), entries);
    }

    private static Setting.Entry suffixed(Setting.Entry entry, String suffix) {
        Setting name = entry.value();
        if (name.kind() != Setting.Kind.TEXT || suffix.isEmpty()) {
            return entry;
        }
        Location place = name.location();
        return new Setting.Entry(entry.keyLocation(), Setting.text(name.text() + suffix, place));
    }
}
