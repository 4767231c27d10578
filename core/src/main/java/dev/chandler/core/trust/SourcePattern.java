package dev.chandler.core.trust;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sources that a policy means: a word, or how the name of a source begins.
 *
 * @param pattern the pattern
 */
record SourcePattern(Wildcard pattern) {

    /** Where a file lies, without a name of its own. */
    static final List<String> WORDS = Stream.concat(
                    Stream.of("file"), Stream.of(Place.values()).map(Place::word))
            .toList();

    /** What a pattern has to have written out, so that no other host or group begins in the same way. */
    private static final Pattern NAMED =
            Pattern.compile("(https://[^/*@\\s]+/|oci:[^/*@\\s]+/|maven:[^:*\\s]+:)[^*\\s]*\\*?");

    private static final String ALL = "*";

    /**
     * Reads a pattern.
     *
     * @return it, unless it is none
     */
    static Optional<SourcePattern> parse(String text) {
        boolean known =
                text.equals(ALL) || WORDS.contains(text) || NAMED.matcher(text).matches();
        return known ? Optional.of(new SourcePattern(Wildcard.of(text))) : Optional.empty();
    }

    /** Whether a source is meant; one whose path leads elsewhere is by {@code *} alone. */
    boolean matches(String source) {
        boolean all = pattern.toString().equals(ALL);
        return pattern.matches(source) && (all || !climbs(source));
    }

    /** Whoever fetches it goes up at such a name, written in whichever way, and ends beside what the pattern means. */
    private static boolean climbs(String source) {
        return Stream.of(source.split("[/\\\\?#]"))
                .map(SourcePattern::decoded)
                .anyMatch(name -> name.matches("\\.\\.?"));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}
