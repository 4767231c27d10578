package dev.chandler.core.manifest.variable;

import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.yaml.Tree;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A variable as a manifest declares it.
 *
 * @param name its name
 * @param type what it may hold
 * @param place where it was declared
 * @param defaultValue what it holds where nothing is given
 * @param pattern what text must match as a whole
 * @param values all that it may be; empty for anything
 * @param min the least a number may be
 * @param max the most a number may be
 */
record Declaration(
        String name,
        VariableType type,
        Location place,
        Optional<Value> defaultValue,
        Optional<Pattern> pattern,
        List<Value> values,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max) {

    /** Stands for a declaration that was reported as wrong, so that its uses are not reported as well. */
    static Declaration unreadable(Tree.Entry entry) {
        return new Declaration(
                entry.key().text(),
                VariableType.STRING,
                entry.key().place(),
                Optional.of(new Value.Failed()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    boolean isUnreadable() {
        return defaultValue.filter(Value.Failed.class::isInstance).isPresent();
    }

    /** This declaration over one of the same type that an included file has: what is said here wins. */
    Declaration over(Declaration included) {
        return new Declaration(
                name,
                type,
                place,
                defaultValue.or(included::defaultValue),
                pattern.or(included::pattern),
                values.isEmpty() ? included.values() : values,
                min.or(included::min),
                max.or(included::max));
    }
}
