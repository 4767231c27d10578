package dev.chandler.core.why;

import dev.chandler.core.change.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells of which variables the values are in preimages.
 *
 * <p>A digest has anything short in it, and says nothing. What has less than four signs counts as a whole word alone, for it stands
 * in many longer ones.
 */
final class UsedVariables {

    private static final int SHORTEST_PART = 4;
    /** One that is longer is no version, name or number, and is shown by what it is in. */
    private static final int LONGEST = 200;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{32,}");

    private final List<String> texts = new ArrayList<>();

    UsedVariables(List<String> preimages) {
        for (String preimage : preimages) {
            Fields.read(preimage)
                    .ifPresent(fields -> fields.values().values().stream()
                            .flatMap(UsedVariables::texts)
                            .forEach(texts::add));
        }
    }

    private static Stream<String> texts(Fields.Value value) {
        return value instanceof Fields.Entries map ? map.entries().values().stream() : Stream.of(value.words());
    }

    boolean has(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        boolean digest = DIGEST.matcher(value).find();
        return texts.stream()
                .map(text -> digest ? text : DIGEST.matcher(text).replaceAll(" "))
                .anyMatch(text -> isIn(text, value));
    }

    private static boolean isIn(String text, String value) {
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            int end = at + value.length();
            if (value.length() >= SHORTEST_PART || (isBorder(text, at) && isBorder(text, end))) {
                return true;
            }
        }
        return false;
    }

    /** Also between a letter and a digit, as in v1. */
    private static boolean isBorder(String text, int at) {
        if (at == 0 || at == text.length()) {
            return true;
        }
        char before = text.charAt(at - 1);
        char after = text.charAt(at);
        return !(Character.isLetter(before) && Character.isLetter(after))
                && !(Character.isDigit(before) && Character.isDigit(after));
    }
}
