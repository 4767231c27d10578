package dev.chandler.core.secret;

import dev.chandler.api.problem.EngineException;
import java.util.List;
import java.util.Optional;

/** What the user can show to registries. Thread-safe. */
@FunctionalInterface
public interface RegistryLogins {

    /** Nobody has logged in anywhere. */
    RegistryLogins NONE = registry -> Optional.empty();

    /**
     * One login.
     *
     * @param file the content of a file with it alone, in the form of the docker client's {@code config.json}
     * @param secrets what in the file is a secret by itself
     */
    record Login(String file, List<String> secrets) {

        /** Leaves everything out. */
        @Override
        public String toString() {
            return "Login[]";
        }
    }

    /**
     * Finds a login.
     *
     * @param registry the registry's host and port
     * @return the login, if the user has logged in there
     * @throws EngineException if it cannot be looked for
     * @throws InterruptedException if cancelled
     */
    Optional<Login> login(String registry) throws InterruptedException;
}
