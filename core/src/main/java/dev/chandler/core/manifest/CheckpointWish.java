package dev.chandler.core.manifest;

import java.util.Locale;

/** Whether the state after a step is kept for later builds. */
public enum CheckpointWish {
    /** Where running again what was done since the last one would take as long. */
    AUTO,
    /** Whatever it costs. */
    ALWAYS,
    /** Whatever that saves. */
    NEVER;

    /** The word that users write. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
