package dev.chandler.cli;

import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's files are, by the
 * <a href="https://specifications.freedesktop.org/basedir-spec/0.8/">XDG Base Directory Specification 0.8</a>.
 *
 * @param cache what can be made again: preimages, verdicts, indexes
 * @param state what should outlive a restart: running builds, logs
 * @param data what the user put there: plugins
 * @param config what the user has decided: the policy; empty where there is no home, which is nothing to end at
 */
public record UserFolders(Path cache, Path state, Path data, Optional<Path> config) {

    /**
     * Finds the folders; makes none.
     *
     * @param environment the environment's variables
     * @return the folders
     * @throws CacheException if neither the variables nor the system name them by an absolute path
     */
    public static UserFolders of(Map<String, String> environment) {
        return of(environment, System.getProperty("user.home", ""));
    }

    /** The home of the system's user counts where the environment has none. */
    static UserFolders of(Map<String, String> environment, String userHome) {
        String home = absolute(environment.getOrDefault("HOME", "")).orElse(userHome);
        return new UserFolders(
                folder(environment, "XDG_CACHE_HOME", home, ".cache"),
                folder(environment, "XDG_STATE_HOME", home, ".local/state"),
                folder(environment, "XDG_DATA_HOME", home, ".local/share"),
                find(environment, "XDG_CONFIG_HOME", home, ".config"));
    }

    private static Optional<Path> find(Map<String, String> environment, String variable, String home, String below) {
        return absolute(environment.getOrDefault(variable, ""))
                .or(() -> absolute(home).map(path -> path + "/" + below))
                .map(root -> Path.of(root, "chandler"));
    }

    private static Path folder(Map<String, String> environment, String variable, String home, String below) {
        return find(environment, variable, home, below)
                .orElseThrow(() -> new CacheException(
                        Problem.of("CH-CACHE-005", "there is no home folder to keep the cache and running builds in")
                                .because("neither " + variable + " nor HOME nor the user's own is an absolute path")
                                .remedy("set HOME, or XDG_CACHE_HOME, XDG_STATE_HOME and XDG_DATA_HOME")));
    }

    /** The specification has relative paths ignored; they would be another folder wherever one stands. */
    private static Optional<String> absolute(String path) {
        return Optional.of(path).filter(value -> value.startsWith("/"));
    }
}
