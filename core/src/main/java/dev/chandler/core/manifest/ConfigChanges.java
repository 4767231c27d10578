package dev.chandler.core.manifest;

import dev.chandler.api.artifact.Healthcheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a manifest changes of the base's config; what is empty stays as the base has it.
 *
 * @param cmd the command; present and empty for none
 * @param entrypoint the entrypoint; present and empty for none
 * @param env set in the environment
 * @param appendedEnv added to the end of variables
 * @param labels set
 * @param user the user, {@code user[:group]}
 * @param workdir the working directory; a relative one is below the base's
 * @param ports exposed in addition, each as {@code 80/tcp}
 * @param volumes declared in addition, absolute paths
 * @param stopSignal a name or a number
 * @param healthcheck the health check
 * @param shell the shell of Dockerfiles on top of the image
 * @param onBuild what the image asks of those, added to the base's
 * @param unset what is taken away first
 */
public record ConfigChanges(
        Optional<List<String>> cmd,
        Optional<List<String>> entrypoint,
        Map<String, String> env,
        Map<String, String> appendedEnv,
        Map<String, String> labels,
        Optional<String> user,
        Optional<String> workdir,
        Set<String> ports,
        Set<String> volumes,
        Optional<String> stopSignal,
        Optional<Healthcheck> healthcheck,
        List<String> shell,
        List<String> onBuild,
        Unset unset) {

    /** No change. */
    public static final ConfigChanges NONE = new ConfigChanges(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            new Unset(Set.of(), Set.of(), Set.of(), Set.of()));

    /**
     * Names that the base has and the image is not to have; one that the base lacks is no error.
     *
     * @param env variables
     * @param labels labels
     * @param ports each as {@code 80/tcp}
     * @param volumes absolute paths
     */
    public record Unset(Set<String> env, Set<String> labels, Set<String> ports, Set<String> volumes) {}
}
