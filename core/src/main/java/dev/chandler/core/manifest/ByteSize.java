package dev.chandler.core.manifest;

import dev.chandler.core.manifest.model.InstanceModel;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them. */
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile(InstanceModel.SIZE);

    private ByteSize() {}

    /**
     * Reads a size, of which a unit is 1024 of the next smaller one.
     *
     * @param text {@code 64m}, {@code 2g}, {@code 2gb}, or bytes
     * @return bytes, more than none; empty if it is anything else
     */
    public static Optional<Long> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = Optional.ofNullable(matcher.group(2)).orElse("").toLowerCase(Locale.ROOT);
        int shift = 10 * " kmgt".indexOf(unit.isEmpty() ? " " : unit);
        long amount = Long.parseLong(matcher.group(1));
        return amount == 0 || amount > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(amount << shift);
    }
}
