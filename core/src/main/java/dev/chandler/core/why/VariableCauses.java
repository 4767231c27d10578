package dev.chandler.core.why;

import dev.chandler.core.change.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the variable for which a setting has changed: one with another value, with which alone the text that there was becomes the
 * text that there is.
 */
final class VariableCauses {

    /** What stands in more places is too short to be told from what only looks like it, and takes long. */
    private static final int MOST_PLACES = 16;

    private final Map<String, String> before;
    private final Map<String, String> after;

    VariableCauses(Map<String, String> before, Map<String, String> after) {
        this.before = before;
        this.after = after;
    }

    /** The same changes, with variables in the place of settings, each once. */
    List<Altered> in(List<Altered> changes) {
        List<Altered> all = new ArrayList<>();
        for (Altered altered : changes) {
            Altered named = cause(altered.change())
                    .map(change -> new Altered(change, altered.action()))
                    .orElse(altered);
            if (all.stream().noneMatch(named::equals)) {
                all.add(named);
            }
        }
        return List.copyOf(all);
    }

    private Optional<Change> cause(Change change) {
        if (change.before().isEmpty()
                || change.after().isEmpty()
                || change.content().isPresent()) {
            return Optional.empty();
        }
        String from = change.before().get();
        String to = change.after().get();
        return before.entrySet().stream()
                .filter(variable -> after.containsKey(variable.getKey()))
                .filter(variable ->
                        explains(variable.getValue(), Objects.requireNonNull(after.get(variable.getKey())), from, to))
                .map(variable -> Change.variable(
                        variable.getKey(), variable.getValue(), Objects.requireNonNull(after.get(variable.getKey()))))
                .findFirst();
    }

    /** Any of the places where the value stands may be the variable's. */
    private static boolean explains(String valueBefore, String valueAfter, String from, String to) {
        if (valueBefore.equals(valueAfter) || !from.contains(valueBefore)) {
            return false;
        }
        String either = "(?:" + Pattern.quote(valueAfter) + "|" + Pattern.quote(valueBefore) + ")";
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        int places = 0;
        for (int next = from.indexOf(valueBefore); next >= 0; next = from.indexOf(valueBefore, at)) {
            pattern.append(Pattern.quote(from.substring(at, next))).append(either);
            at = next + valueBefore.length();
            if (++places > MOST_PLACES) {
                return false;
            }
        }
        Matcher matcher = Pattern.compile(
                        pattern.append(Pattern.quote(from.substring(at))).toString(), Pattern.DOTALL)
                .matcher(to);
        return matcher.matches();
    }
}
