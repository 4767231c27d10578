package dev.chandler.cli.command;

import dev.chandler.api.artifact.Platform;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.engine.PullPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What part of a manifest is wanted, under which names, and what of the cache may be used. */
final class ScopeOptions {

    private static final String PLATFORM_VARIABLE = "DOCKER_DEFAULT_PLATFORM";

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "REF",
            order = 20,
            description = "Name the image, in place of the manifest's repo and tags. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--until",
            paramLabel = "STEP",
            order = 21,
            description = "Stop after this step: no tests, no image.")
    private @Nullable String until;

    @Option(names = "--no-tests", order = 22, description = "Leave the tests out.")
    private boolean noTests;

    @Option(names = "--no-cache", order = 23, description = "Run everything, whatever the cache has.")
    private boolean noCache;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            order = 24,
            description = "What the image is to run on, as linux/arm64 or linux/arm/v7. "
                    + "Default: DOCKER_DEFAULT_PLATFORM, else the engine's own.")
    private @Nullable String platform;

    List<String> tags() {
        return List.copyOf(tags);
    }

    /** Whether there is no image at the end. */
    boolean isPartial() {
        return until != null;
    }

    /** Whether something is said that only one image can have. */
    boolean isAboutOne() {
        return isPartial() || !tags.isEmpty();
    }

    /**
     * Refuses options that contradict each other, or cannot be read.
     *
     * @param command whose they are
     * @param environment where the platform may stand
     */
    void requireConsistent(CommandLine command, Map<String, String> environment) {
        if (platformText(environment).isPresent() && platform(environment).isEmpty()) {
            throw new ParameterException(
                    command,
                    (platform == null ? PLATFORM_VARIABLE : "--platform") + " is no OS/ARCH or OS/ARCH/VARIANT: \""
                            + platformText(environment).get() + "\"");
        }
        if (isPartial() && !tags.isEmpty()) {
            throw new ParameterException(command, "--until makes no image that --tag could name");
        }
    }

    PlanOptions options(PullPolicy pull, Map<String, String> environment) {
        return new PlanOptions(Optional.ofNullable(until), !noTests, !noCache, pull, platform(environment));
    }

    private Optional<Platform> platform(Map<String, String> environment) {
        return platformText(environment).flatMap(Platform::parse);
    }

    private Optional<String> platformText(Map<String, String> environment) {
        return Optional.ofNullable(platform)
                .or(() ->
                        Optional.ofNullable(environment.get(PLATFORM_VARIABLE)).filter(text -> !text.isEmpty()));
    }
}
