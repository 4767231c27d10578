package dev.chandler.core.trust;

import java.util.Locale;

/** Where something lies that was put there by hand, as a policy names it. */
public enum Place {

    /** The distribution's own folder. */
    DISTRIBUTION,

    /** The user's folder. */
    USER,

    /** The project's folder, which came with the project. */
    PROJECT,

    /** A folder that a flag or the environment names. */
    FOLDER;

    /**
     * The place as a source, for {@link TrustPolicy#check}.
     *
     * @return a lower-case word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
