package dev.chandler.core.change;

import java.util.Optional;

/** Says what people call the file whose content is in a field of a key. */
@FunctionalInterface
public interface FileNames {

    /** Knows none. */
    FileNames NONE = (field, entry) -> Optional.empty();

    /**
     * Names a file.
     *
     * @param field the field's name, as the provisioner has given it
     * @param entry the entry of the field, where that is a map; empty where it is not
     * @return its path as it would stand in the manifest; empty if it is no file, or nobody says so
     */
    Optional<String> of(String field, String entry);
}
