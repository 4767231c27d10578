package dev.chandler.engine.lxd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where on a daemon instances are made, and how images are kept there, as the environment says.
 *
 * @param project the project: {@code CHANDLER_LXD_PROJECT}, else the remote's, else {@code default}
 * @param profile the profile whose devices instances get: {@code CHANDLER_LXD_PROFILE}, else {@code default}
 * @param pool the storage pool: {@code CHANDLER_LXD_POOL}; empty for that of the profile's root disk
 * @param target the member of a cluster: {@code CHANDLER_LXD_TARGET}; empty for the cluster's own choice
 * @param compression how published images are compressed: {@code CHANDLER_LXD_COMPRESSION}, else {@code none}
 * @param expiry how long published images are to be kept: {@code CHANDLER_LXD_EXPIRY}; empty for ever
 */
record LxdOptions(
        String project,
        String profile,
        Optional<String> pool,
        Optional<String> target,
        String compression,
        Optional<Duration> expiry) {

    static final String TARGET = "CHANDLER_LXD_TARGET";

    /** What there is on every daemon. */
    static final String DEFAULT = "default";

    static final String COMPRESSION = "CHANDLER_LXD_COMPRESSION";
    static final String EXPIRY = "CHANDLER_LXD_EXPIRY";

    /** No compression: LXD's own choice, gzip, takes longer than all the rest of a build. */
    static final String NONE = "none";

    private static final List<String> COMPRESSIONS = List.of(NONE, "zstd", "gzip");
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})([hd])");

    /**
     * Reads the environment.
     *
     * @param project that of a remote which has one of its own
     */
    static LxdOptions of(Map<String, String> environment, Optional<String> project) {
        return new LxdOptions(
                given(environment, "CHANDLER_LXD_PROJECT").or(() -> project).orElse(DEFAULT),
                given(environment, "CHANDLER_LXD_PROFILE").orElse(DEFAULT),
                given(environment, "CHANDLER_LXD_POOL"),
                given(environment, TARGET),
                given(environment, COMPRESSION).map(LxdOptions::compression).orElse(NONE),
                given(environment, EXPIRY).map(LxdOptions::expiry));
    }

    /** Those of a server where nothing is made. */
    static LxdOptions inProject(String project) {
        return new LxdOptions(project, "", Optional.empty(), Optional.empty(), NONE, Optional.empty());
    }

    private static String compression(String text) {
        if (!COMPRESSIONS.contains(text)) {
            throw ImageProblems.option(COMPRESSION, text, "one of " + String.join(", ", COMPRESSIONS));
        }
        return text;
    }

    private static Duration expiry(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw ImageProblems.option(EXPIRY, text, "a number of hours or days, such as 12h or 30d");
        }
        long number = Long.parseLong(time.group(1));
        return time.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
