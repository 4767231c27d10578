package dev.chandler.core.plugin;

/** How far a plugin has come: {@code READY → LOADED}, or {@code → REFUSED} from either. */
public enum PluginState {

    /** Nothing is known against it; none of its classes is loaded. */
    READY("ready"),

    /** At least one of its extensions is loaded and works. */
    LOADED("loaded"),

    /** It cannot be used, and the descriptor says why. */
    REFUSED("refused");

    private final String label;

    PluginState(String label) {
        this.label = label;
    }

    /**
     * The state, for people.
     *
     * @return one lower-case word
     */
    public String label() {
        return label;
    }
}
