package dev.chandler.core.manifest.variable;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds a variable's final value against what its declaration allows. */
final class Constraints {

    private Constraints() {}

    static Optional<Problem> check(Declaration declaration, Value value) {
        String shown = value.asText().orElse("");
        return values(declaration, value)
                .or(() -> pattern(declaration, shown))
                .or(() -> bounds(declaration, value))
                .map(why -> Problem.of("CH-MANIFEST-033", "\"" + declaration.name() + "\" cannot be \"" + shown + "\"")
                        .because(why));
    }

    private static Optional<String> values(Declaration declaration, Value value) {
        List<Value> allowed = declaration.values();
        if (allowed.isEmpty() || allowed.stream().anyMatch(candidate -> same(candidate, value))) {
            return Optional.empty();
        }
        return Optional.of("allowed: "
                + String.join(
                        ", ",
                        allowed.stream()
                                .map(Value::asText)
                                .flatMap(Optional::stream)
                                .toList()));
    }

    private static boolean same(Value a, Value b) {
        return (a instanceof Value.Num first && b instanceof Value.Num second)
                ? first.number().compareTo(second.number()) == 0
                : a.equals(b);
    }

    private static Optional<String> pattern(Declaration declaration, String text) {
        return declaration
                .pattern()
                .filter(pattern -> !matches(pattern, text))
                .map(pattern -> "it must match " + pattern);
    }

    private static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(text).matches();
        } catch (StackOverflowError e) {
            return false; // Alternatives in a loop recurse once per character.
        }
    }

    private static Optional<String> bounds(Declaration declaration, Value value) {
        if (!(value instanceof Value.Num num)) {
            return Optional.empty();
        }
        return declaration
                .min()
                .filter(min -> num.number().compareTo(min) < 0)
                .map(min -> "the least is " + min.toPlainString())
                .or(() -> declaration
                        .max()
                        .filter(max -> num.number().compareTo(max) > 0)
                        .map(max -> "the most is " + max.toPlainString()));
    }
}
