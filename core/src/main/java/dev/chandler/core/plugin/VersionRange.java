package dev.chandler.core.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pf4j.DefaultVersionManager;

/** A range of plugin versions, in the language that plugins name each other in: {@code >=1.2.0 & <2.0.0}, {@code 1.2.0}. */
public final class VersionRange {

    /** Every version. */
    public static final VersionRange ANY = new VersionRange("*");

    private final String text;

    private VersionRange(String text) {
        this.text = text;
    }

    /**
     * Reads a range.
     *
     * @param text as written
     * @return the range; empty where nobody understands it
     */
    public static Optional<VersionRange> parse(String text) {
        boolean known =
                isVersion(text) || Dependency.unreadable(List.of("any@" + text)).isEmpty();
        return text.isBlank() || !known ? Optional.empty() : Optional.of(new VersionRange(text.strip()));
    }

    /**
     * Asks whether a version is in it.
     *
     * @param version as written
     * @return false also where that is no version
     */
    public boolean takes(String version) {
        // The language of ranges has no word for a version before its release.
        return isVersion(version) && (version.equals(text) || new Dependency("any", text, false).takes(version));
    }

    /**
     * Chooses.
     *
     * @param versions what there is
     * @return the newest that is in it; one before its release, such as {@code 2.0.0-rc1}, where there is no other
     */
    public Optional<String> newest(Collection<String> versions) {
        DefaultVersionManager order = new DefaultVersionManager();
        return versions.stream()
                .filter(this::takes)
                .max(Comparator.<String, Boolean>comparing(VersionRange::isRelease)
                        .thenComparing(order::compareVersions));
    }

    private static boolean isRelease(String version) {
        return version.indexOf('-') < 0;
    }

    private static boolean isVersion(String version) {
        try {
            return new DefaultVersionManager().compareVersions(version, version) == 0;
        } catch (RuntimeException e) {
            // The parser has a family of its own, which is not PF4J's to expose.
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
