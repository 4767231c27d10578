package dev.chandler.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a user's files are, by the
 * <a href="https://specifications.freedesktop.org/basedir-spec/0.8/">XDG Base Directory Specification 0.8</a>.
 *
 * @param cache what can be made again: preimages, verdicts, indexes
 * @param state what should outlive a restart: running builds, logs
 * @param data what the user put there: plugins
 */
public record UserFolders(Path cache, Path state, Path data) {

    /**
     * Finds the folders; makes none.
     *
     * @param environment the environment's variables
     * @return the folders
     */
    public static UserFolders of(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
        return new UserFolders(
                folder(environment, "XDG_CACHE_HOME", home.resolve(".cache")),
                folder(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
                folder(environment, "XDG_DATA_HOME", home.resolve(".local/share")));
    }

    /** The specification has relative paths ignored. */
    private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        Path root = value.startsWith("/") ? Path.of(value) : otherwise;
        return root.resolve("chandler");
    }
}
