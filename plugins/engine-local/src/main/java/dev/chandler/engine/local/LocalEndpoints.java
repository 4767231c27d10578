package dev.chandler.engine.local;

import dev.chandler.api.engine.Endpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the store is: a folder. */
final class LocalEndpoints {

    /** The variable that names another folder. */
    static final String VARIABLE = "CHANDLER_LOCAL_ROOT";

    private static final String OF_ROOT = "/var/lib/chandler/local";

    private LocalEndpoints() {}

    static Endpoint of(Optional<String> given, Map<String, String> environment, boolean root) {
        if (given.isPresent()) {
            if (!given.get().startsWith("/") && !given.get().startsWith(".")) {
                throw LocalProblems.noPath(given.get());
            }
            return new Endpoint(absolute(given.get()), "--endpoint");
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isEmpty()) {
            return new Endpoint(absolute(variable), VARIABLE);
        }
        return new Endpoint(root ? OF_ROOT : ofUser(environment), "default");
    }

    /** As the XDG base directory specification has it. */
    private static String ofUser(Map<String, String> environment) {
        String shared = environment.getOrDefault("XDG_DATA_HOME", "");
        String home = environment.getOrDefault("HOME", "/");
        return (shared.startsWith("/") ? Path.of(shared) : Path.of(home, ".local/share"))
                .resolve("chandler/local")
                .toString();
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
