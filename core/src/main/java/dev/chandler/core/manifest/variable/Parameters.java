package dev.chandler.core.manifest.variable;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.value.SettingValues;
import dev.chandler.core.manifest.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters that a module declares, which one use of it gives values for. Used once. */
public final class Parameters {

    private final Map<String, Declaration> declarations;
    private final boolean complete;
    private final ProblemLog problems;

    Parameters(Map<String, Declaration> declarations, boolean complete, ProblemLog problems) {
        this.declarations = new LinkedHashMap<>(declarations);
        this.complete = complete;
        this.problems = problems;
    }

    /**
     * Whether these are all that the module declares.
     *
     * @return false where the declarations could not be read, which was reported
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * The values for one use; what is wrong with them is reported at the user's place.
     *
     * @param with what is given, by parameter
     * @param module the module in words
     * @param use where it is used
     * @return a value for each parameter; one that could not be had stands as failed
     */
    public Map<String, Value> values(Map<String, Setting.Entry> with, String module, Location use) {
        if (complete) {
            with.forEach((name, entry) -> requireDeclared(name, entry, module));
        }
        Map<String, Value> values = new LinkedHashMap<>();
        declarations.forEach((name, declaration) -> values.put(name, value(declaration, with.get(name), module, use)));
        return values;
    }

    private void requireDeclared(String name, Setting.Entry entry, String module) {
        if (!declarations.containsKey(name)) {
            problems.accept(Problem.of("CH-MODULE-004", module + " has no parameter \"" + name + "\"")
                    .at(entry.keyLocation())
                    .because(
                            declarations.isEmpty()
                                    ? "it has none at all"
                                    : "it has " + String.join(", ", declarations.keySet()))
                    .remedy(SettingReader.didYouMean(name, declarations.keySet())
                            .orElse(null)));
        }
    }

    private Value value(Declaration declaration, Setting.@Nullable Entry given, String module, Location use) {
        if (declaration.isUnreadable()) {
            return new Value.Failed();
        }
        if (given == null) {
            return declaration
                    .defaultValue()
                    .map(value -> allowed(declaration, value))
                    .orElseGet(() -> missing(declaration, module, use));
        }
        Optional<Value> value = declaration.type().read(SettingValues.of(given.value()));
        Optional<Problem> refusal = value.isEmpty()
                ? Optional.of(Problem.of(
                                "CH-MODULE-006",
                                "\"" + declaration.name() + "\" must be "
                                        + declaration.type().withArticle())
                        .because("that is the parameter's type, declared at " + declaration.place()))
                : Constraints.check(declaration, value.get()).map(problem -> refused(problem, declaration));
        refusal.ifPresent(problem -> problems.accept(problem.at(given.value().location())));
        return refusal.isPresent() ? new Value.Failed() : value.get();
    }

    /** A default that the declaration itself does not allow is the module's own fault. */
    private Value allowed(Declaration declaration, Value value) {
        Optional<Problem> refusal = Constraints.check(declaration, value);
        refusal.ifPresent(problem -> problems.accept(problem.at(declaration.place())));
        return refusal.isPresent() ? new Value.Failed() : value;
    }

    private static Problem refused(Problem problem, Declaration declaration) {
        return Problem.of("CH-MODULE-006", problem.what())
                .because(problem.why().orElse("") + ", as declared at " + declaration.place());
    }

    private Value missing(Declaration declaration, String module, Location use) {
        problems.accept(Problem.of("CH-MODULE-005", module + " needs the parameter \"" + declaration.name() + "\"")
                .at(use)
                .because("it has no default, at " + declaration.place())
                .remedy("add with: {" + declaration.name() + ": …}"));
        return new Value.Failed();
    }
}
