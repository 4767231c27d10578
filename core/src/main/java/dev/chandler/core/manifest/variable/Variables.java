package dev.chandler.core.manifest.variable;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Declared variables, and what is given for them: the environment, then files, then {@code --var}. Used once. */
public final class Variables {

    /** What a variable's name follows in the client's environment. */
    public static final String ENVIRONMENT_PREFIX = "CHANDLER_VAR_";

    private final Map<String, Declaration> declarations;
    private final boolean complete;
    private final ProblemLog problems;
    private final Map<String, GivenValue> given = new HashMap<>();
    private final List<Problem> warnings = new ArrayList<>();

    Variables(Map<String, Declaration> declarations, boolean complete, ProblemLog problems) {
        this.declarations = new LinkedHashMap<>(declarations);
        this.complete = complete;
        this.problems = problems;
    }

    /** What is not wrong but worth knowing. */
    public List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Takes values from the client's environment.
     *
     * @param environment all of it
     */
    public void giveEnvironment(Map<String, String> environment) {
        environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ENVIRONMENT_PREFIX))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String name = entry.getKey().substring(ENVIRONMENT_PREFIX.length());
                    if (declarations.containsKey(name)) {
                        given.put(name, GivenValue.ofText(entry.getValue(), entry.getKey()));
                    } else {
                        warnings.add(undeclared(entry.getKey(), name));
                    }
                });
    }

    /**
     * Takes values from a variable file.
     *
     * @param root the file's root
     */
    public void giveFile(Tree root) {
        if (!(root instanceof Tree.Fields fields)) {
            problems.accept(Problem.of("CH-MANIFEST-035", "expected a map of variables, found " + root.typeName())
                    .at(root.place()));
            return;
        }
        for (Tree.Entry entry : fields.entries()) {
            String name = entry.key().text();
            if (declarations.containsKey(name)) {
                given.put(name, GivenValue.ofTree(entry.value()));
            } else if (complete) {
                problems.accept(undeclared(name, name).at(entry.key().place()));
            }
        }
    }

    /**
     * Takes values from the command line.
     *
     * @param variables by name
     */
    public void giveArguments(Map<String, String> variables) {
        variables.forEach((name, text) -> {
            if (declarations.containsKey(name)) {
                given.put(name, GivenValue.ofText(text, "--var " + name));
            } else if (complete) {
                problems.accept(undeclared("--var " + name, name));
            }
        });
    }

    private Problem undeclared(String shown, String name) {
        String known = declarations.isEmpty() ? "none" : String.join(", ", declarations.keySet());
        return Problem.of("CH-MANIFEST-031", "\"" + shown + "\": the manifest declares no variable \"" + name + "\"")
                .because("declared: " + known)
                .remedy(SettingReader.didYouMean(name, declarations.keySet())
                        .orElse("declare it under vars: in the manifest"));
    }

    /**
     * The final values.
     *
     * @return a value for each variable; one that could not be had stands as failed
     */
    public Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        declarations.values().forEach(declaration -> values.put(declaration.name(), value(declaration)));
        return values;
    }

    private Value value(Declaration declaration) {
        GivenValue gift = given.get(declaration.name());
        if (declaration.isUnreadable()) {
            return new Value.Failed(); // Reported; what was given for it may be right or wrong.
        }
        Optional<Value> value = gift == null ? declaration.defaultValue() : gift.read(declaration, problems);
        if (value.isEmpty()) {
            if (gift == null) {
                problems.accept(Problem.of("CH-MANIFEST-032", "\"" + declaration.name() + "\" has no value")
                        .at(declaration.place())
                        .because("it has no default, and none was given")
                        .remedy("give --var " + declaration.name() + "=…, or declare a default"));
            }
            return new Value.Failed();
        }
        Optional<Problem> refusal = Constraints.check(declaration, value.get());
        refusal.ifPresent(
                problem -> problems.accept(gift == null ? problem.at(declaration.place()) : gift.locate(problem)));
        return refusal.isPresent() ? new Value.Failed() : value.get();
    }
}
