package dev.chandler.core.plugin;

import dev.chandler.core.trust.Place;
import java.nio.file.Path;

/**
 * A folder in which strangers' plugins are looked for.
 *
 * @param path the folder
 * @param origin who names it, in words for the user: {@code --plugins}, {@code CHANDLER_PLUGINS}
 * @param required whether it is wrong if it isn't there, as it is where the user named it
 * @param place what it is for a policy
 */
public record PluginFolder(Path path, String origin, boolean required, Place place) {

    /**
     * Describes a folder that somebody names.
     *
     * @param path the folder
     * @param origin who names it, in words for the user
     * @param required whether it is wrong if it isn't there
     */
    public PluginFolder(Path path, String origin, boolean required) {
        this(path, origin, required, Place.FOLDER);
    }

    /** Whether it is the environment that names it, which holds for commands that it was not meant for, too. */
    boolean fromEnvironment() {
        return origin.equals(PluginFolders.VARIABLE);
    }
}
