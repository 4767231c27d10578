package dev.chandler.api;

import org.apiguardian.api.API;

/**
 * The version of this API, which the range in a plugin's header {@code Plugin-Requires} is held against.
 *
 * <p>A method and not a constant, because a constant would be copied into the plugins compiled against it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ApiVersion {

    private static final String CURRENT = "0.1.0";

    private ApiVersion() {}

    /**
     * The version that is running.
     *
     * @return three numbers, as <a href="https://semver.org/spec/v2.0.0.html">semantic versioning</a> has them; never
     *     with a qualifier, for a snapshot has to suit the plugins that are built for its release
     */
    public static String current() {
        return CURRENT;
    }
}
