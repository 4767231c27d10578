package dev.chandler.engine.lxd;

import java.util.Map;
import java.util.Optional;

/**
 * Where on a daemon instances are made, as the environment says.
 *
 * @param project the project: {@code CHANDLER_LXD_PROJECT}, else the remote's, else {@code default}
 * @param profile the profile whose devices instances get: {@code CHANDLER_LXD_PROFILE}, else {@code default}
 * @param pool the storage pool: {@code CHANDLER_LXD_POOL}; empty for that of the profile's root disk
 * @param target the member of a cluster: {@code CHANDLER_LXD_TARGET}; empty for the cluster's own choice
 */
record LxdOptions(String project, String profile, Optional<String> pool, Optional<String> target) {

    static final String TARGET = "CHANDLER_LXD_TARGET";

    static LxdOptions of(Map<String, String> environment) {
        return of(environment, Optional.empty());
    }

    /** The same, of a remote that has a project of its own. */
    static LxdOptions of(Map<String, String> environment, Optional<String> project) {
        return new LxdOptions(
                given(environment, "CHANDLER_LXD_PROJECT").or(() -> project).orElse("default"),
                given(environment, "CHANDLER_LXD_PROFILE").orElse("default"),
                given(environment, "CHANDLER_LXD_POOL"),
                given(environment, TARGET));
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
