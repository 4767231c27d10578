package dev.chandler.core.trust;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            Pattern.compile("(https://[^/*@\\s]+/|oci:[^/*@\\s]+/|maven:[^:*\\s]+:|git\\+https://[^/*@\\s]+/"
                    + "|git\\+ssh://([\\w.-]+@)?[^/*@\\s]+/|git\\+file:///)[^*\\s]*\\*?");

    private static final String ALL = "*";

    private static final Set<String> UPWARD = Set.of(".", "..");

    /** What may follow what a pattern has written out: of a path its names, of an index the id and the range as well. */
    private static final Pattern WEB_REST = Pattern.compile("[A-Za-z0-9._~+/-]*(#[A-Za-z0-9._~+@<>=!^&|,* -]*)?");

    private static final Pattern WANTED_REST = Pattern.compile("[A-Za-z0-9._~+@<>=!^&|,* -]*");
    private static final Pattern OCI_REST = Pattern.compile("[A-Za-z0-9._~+/:@-]*");
    private static final Pattern GIT_REST = Pattern.compile("[A-Za-z0-9._~+/-]*(#[A-Za-z0-9._+/:-]*)?");
    private static final Pattern MAVEN_REST = Pattern.compile("[A-Za-z0-9._~+:-]*");

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

    /** Whether a source is meant; one with anything in it that may lead elsewhere is by {@code *} alone. */
    boolean matches(String source) {
        if (!pattern.open() || pattern.toString().equals(ALL)) {
            return pattern.matches(source);
        }
        return pattern.matches(source)
                && isPlain(source.substring(pattern.text().length()))
                && Stream.of(source.split("[/:;@?#]")).noneMatch(UPWARD::contains);
    }

    /** Whoever fetches it may decode, cut off or turn around whatever isn't written as it is meant. */
    private boolean isPlain(String rest) {
        String form = pattern.text().substring(0, pattern.text().indexOf(':'));
        return switch (form) {
            case "maven" -> MAVEN_REST.matcher(rest).matches();
            case "git+https", "git+ssh", "git+file" ->
                (pattern.text().contains("#") ? OCI_REST : GIT_REST)
                        .matcher(rest)
                        .matches();
            case "oci" -> OCI_REST.matcher(rest).matches();
            default ->
                (pattern.text().contains("#") ? WANTED_REST : WEB_REST)
                        .matcher(rest)
                        .matches();
        };
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}
