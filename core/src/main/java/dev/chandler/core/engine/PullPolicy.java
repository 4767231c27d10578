package dev.chandler.core.engine;

import java.util.Locale;

/** When a build fetches its base. */
public enum PullPolicy {
    /** Where it is not there. */
    MISSING,
    /** Each time. */
    ALWAYS,
    /** Never; a base that is not there is an error. */
    NEVER;

    /**
     * The word for it on the command line.
     *
     * @return {@code missing}, {@code always} or {@code never}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
