package dev.chandler.core.plugin;

import dev.chandler.core.trust.Place;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folders that are looked at for strangers' plugins, in this order: distribution, user, project, flag, environment. */
public final class PluginFolders {

    /** The environment variable that names further folders, separated as on the {@code PATH}. */
    public static final String VARIABLE = "CHANDLER_PLUGINS";

    private PluginFolders() {}

    /**
     * The project's own folder.
     *
     * @param project the folder of the project
     * @return the folder, which need not exist
     */
    public static Path ofProject(Path project) {
        return project.resolve(".chandler").resolve("plugins");
    }

    /**
     * The user's own folder.
     *
     * @param userData the user's data folder of Chandler
     * @return the folder, which need not exist
     */
    public static Path ofUser(Path userData) {
        return userData.resolve("plugins");
    }

    /**
     * Lists the folders.
     *
     * @param distribution the folder of the distribution, where there is one
     * @param userData the user's data folder of Chandler, such as {@code ~/.local/share/chandler}
     * @param project the folder of the project
     * @param flagged the folders given by {@code --plugins}
     * @param environment the client's environment
     * @return the folders, those that need not exist included
     */
    public static List<PluginFolder> of(
            Optional<Path> distribution,
            Path userData,
            Path project,
            List<Path> flagged,
            Map<String, String> environment) {
        List<PluginFolder> folders = new ArrayList<>();
        distribution.ifPresent(home ->
                folders.add(new PluginFolder(home.resolve("plugins"), "the distribution", false, Place.DISTRIBUTION)));
        folders.add(new PluginFolder(ofUser(userData), "the user's folder", false, Place.USER));
        folders.add(new PluginFolder(ofProject(project), "the project", false, Place.PROJECT));
        flagged.forEach(path -> folders.add(new PluginFolder(path, "--plugins", true)));
        for (String path : environment.getOrDefault(VARIABLE, "").split(Pattern.quote(File.pathSeparator), -1)) {
            if (!path.isBlank()) {
                folders.add(new PluginFolder(Path.of(path), VARIABLE, true));
            }
        }
        return List.copyOf(folders);
    }
}
