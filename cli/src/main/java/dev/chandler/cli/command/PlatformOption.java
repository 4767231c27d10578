package dev.chandler.cli.command;

import dev.chandler.api.artifact.Platform;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What images are to run on. */
final class PlatformOption {

    /** What the docker client knows it by. */
    private static final String VARIABLE = "DOCKER_DEFAULT_PLATFORM";

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            order = 24,
            description = "What the image is to run on, as linux/arm64 or linux/arm/v7. "
                    + "Default: DOCKER_DEFAULT_PLATFORM, else the engine's own.")
    private @Nullable String platform;

    /**
     * Refuses what cannot be read.
     *
     * @param command whose option it is
     * @param environment where the platform may stand
     */
    void requireReadable(CommandLine command, Map<String, String> environment) {
        if (text(environment).isPresent() && of(environment).isEmpty()) {
            throw new ParameterException(
                    command,
                    (platform == null ? VARIABLE : "--platform") + " is no OS/ARCH or OS/ARCH/VARIANT: \""
                            + text(environment).get() + "\"");
        }
    }

    /** The platform; empty for the engine's own. */
    Optional<Platform> of(Map<String, String> environment) {
        return text(environment).flatMap(Platform::parse);
    }

    private Optional<String> text(Map<String, String> environment) {
        return Optional.ofNullable(platform)
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)).filter(text -> !text.isEmpty()));
    }
}
