package dev.chandler.engine.docker;

import java.util.Comparator;
import java.util.Optional;

/** A version of Docker's API. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /** Docker 20.10. */
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /** Docker 25; what Docker 29 still speaks. */
    static final ApiVersion NEWEST = new ApiVersion(1, 44);

    /** Docker 23, the first that may keep images in containerd's store. */
    static final ApiVersion FIRST_WITH_CONTAINERD_IMAGES = new ApiVersion(1, 42);

    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    static Optional<ApiVersion> parse(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
