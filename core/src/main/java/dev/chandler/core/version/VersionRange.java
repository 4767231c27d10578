package dev.chandler.core.version;

import com.github.zafarkhaja.semver.Version;
import com.github.zafarkhaja.semver.expr.Expression;
import com.github.zafarkhaja.semver.expr.ExpressionParser;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of versions: {@code ^1.2}, {@code ~1.2.3}, {@code 1.x}, {@code >=1.2 & <2}, {@code 1.2.3}, several with {@code |}
 * between. Immutable.
 *
 * <p>A version before its release, such as {@code 2.0.0-rc.1}, is in a range that its release is in as well, so that
 * {@code <2} does not take it; and in one that names such a version, {@code >=2.0.0-rc.1}.
 */
public final class VersionRange {

    /** Every version. */
    public static final VersionRange ANY = new VersionRange("*", version -> true);

    /**
     * Versions from worse to better: releases after all that came before theirs, then by precedence, then by their text.
     * Takes semantic versions only.
     */
    public static final Comparator<String> PREFERENCE = Comparator.<String, Version>comparing(
                    Version::parse,
                    Comparator.comparing(Version::isStable).thenComparing(Version::compareToIgnoreBuildMetadata))
            .thenComparing(Comparator.naturalOrder());

    private static final Pattern BEFORE_RELEASE =
            Pattern.compile("(>=|<=|!=|[=<>^~])?\\s*(\\d+\\.\\d+\\.\\d+-[0-9A-Za-z.-]+)");

    private final String text;
    private final Predicate<Version> takes;

    private VersionRange(String text, Predicate<Version> takes) {
        this.text = text;
        this.takes = takes;
    }

    /**
     * Reads a range.
     *
     * @param text as written
     * @return the range; empty where nobody understands it
     */
    public static Optional<VersionRange> parse(String text) {
        try {
            Predicate<Version> takes = text.indexOf('(') < 0 ? alternatives(text) : words(text.strip());
            return Optional.of(new VersionRange(text.strip(), takes));
        } catch (RuntimeException e) {
            // The library has several families, of its own and of the JDK's.
            return Optional.empty();
        }
    }

    private static Predicate<Version> alternatives(String text) {
        return List.of(text.split("\\|", -1)).stream()
                .map(each -> List.of(each.split("&", -1)).stream()
                        .map(term -> term(term.strip()))
                        .reduce(Predicate::and)
                        .orElseThrow())
                .reduce(Predicate::or)
                .orElseThrow();
    }

    private static Predicate<Version> term(String text) {
        Matcher beforeRelease = BEFORE_RELEASE.matcher(text);
        return beforeRelease.matches()
                ? beforeRelease(
                        Optional.ofNullable(beforeRelease.group(1)).orElse("="), Version.parse(beforeRelease.group(2)))
                : words(text);
    }

    /** What the library has words for. */
    private static Predicate<Version> words(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        Expression words = ExpressionParser.newInstance().parse(text);
        return version ->
                words.interpret(version) && (version.isStable() || words.interpret(version.toStableVersion()));
    }

    private static Predicate<Version> beforeRelease(String operator, Version bound) {
        return version -> {
            int order = version.compareToIgnoreBuildMetadata(bound);
            return switch (operator) {
                case ">=" -> order >= 0;
                case ">" -> order > 0;
                case "<=" -> order <= 0;
                case "<" -> order < 0;
                case "!=" -> order != 0;
                case "=" -> order == 0;
                default -> order >= 0 && version.toStableVersion().satisfies(operator + bound.toStableVersion());
            };
        };
    }

    /**
     * Asks whether a version is in it.
     *
     * @param version as written
     * @return false also where that is no version
     */
    public boolean takes(String version) {
        return Version.tryParse(version).filter(takes).isPresent();
    }

    /**
     * The one version that it is of.
     *
     * @return a semantic version; empty for what takes several
     */
    public Optional<String> exact() {
        return Optional.of(text).filter(Version::isValid);
    }

    /**
     * Chooses.
     *
     * @param versions what there is
     * @return the newest that is in it; one before its release, such as {@code 2.0.0-rc1}, where there is no other
     */
    public Optional<String> newest(Collection<String> versions) {
        return versions.stream().filter(this::takes).max(PREFERENCE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionRange range && text.equals(range.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
