package dev.chandler.core.manifest;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the state after a step is kept for later builds. */
public enum CheckpointWish {
    /** Where running again what was done since the last one would take as long. */
    AUTO,
    /** Whatever it costs. */
    ALWAYS,
    /** Whatever that saves. */
    NEVER;

    /**
     * Reads the word that users write.
     *
     * @param word such as {@code always}
     * @return empty if it is none
     */
    public static Optional<CheckpointWish> of(String word) {
        return Stream.of(values()).filter(wish -> wish.toString().equals(word)).findFirst();
    }

    /** The word that users write. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
