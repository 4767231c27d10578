package dev.chandler.core.manifest;

import java.util.Locale;

/** How builds that run at once use one cache. */
public enum Sharing {
    /** All of them at once. */
    SHARED,
    /** One after the other. */
    LOCKED,
    /** Each one of its own. */
    PRIVATE;

    /** As a manifest says it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
