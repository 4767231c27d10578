package dev.chandler.core.plugin;

/** Where a plugin comes from, which decides what its classes see. */
public enum PluginKind {

    /** Part of the distribution; its classes are on the application's class path. */
    BUILT_IN("built-in"),

    /** A jar in a plugin folder; its classes see {@code dev.chandler.api}, annotations and the JDK. */
    DROPPED_IN("dropped-in");

    private final String label;

    PluginKind(String label) {
        this.label = label;
    }

    /**
     * The kind, for people.
     *
     * @return {@code built-in} or {@code dropped-in}
     */
    public String label() {
        return label;
    }
}
