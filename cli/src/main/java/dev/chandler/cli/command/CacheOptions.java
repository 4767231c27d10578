package dev.chandler.cli.command;

import dev.chandler.core.PlanOptions;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.CheckpointWish;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** For which platform a manifest is planned, whether anything of the cache may be used, and what is kept there. */
final class CacheOptions {

    private static final String CHECKPOINT = "CHANDLER_CHECKPOINT";

    @Option(names = "--no-cache", order = 23, description = "Run everything, whatever the cache has.")
    private boolean noCache;

    @Option(
            names = "--checkpoint",
            paramLabel = "WHEN",
            order = 25,
            description = "After which steps the state is kept for later builds, where a step does not say it itself: "
                    + "${COMPLETION-CANDIDATES}. Default: CHANDLER_CHECKPOINT, else auto: where running again what has "
                    + "run since the last would take as long.")
    private @Nullable CheckpointWish checkpoint;

    @Mixin
    private PlatformOption platform = new PlatformOption();

    /**
     * Refuses what cannot be read.
     *
     * @param command whose options they are
     * @param environment where the platform, and what is kept, may stand
     */
    void requireReadable(CommandLine command, Map<String, String> environment) {
        platform.requireReadable(command, environment);
        if (checkpoint == null && named(environment).isEmpty()) {
            throw new ParameterException(
                    command,
                    CHECKPOINT + " must be auto, always or never, not \"" + environment.get(CHECKPOINT) + "\"");
        }
    }

    /** All of a manifest. */
    PlanOptions whole(PullPolicy pull, Map<String, String> environment) {
        return new PlanOptions(
                Optional.empty(), true, !noCache, checkpoints(environment), pull, platform.of(environment));
    }

    private CheckpointWish checkpoints(Map<String, String> environment) {
        return Optional.ofNullable(checkpoint).or(() -> named(environment)).orElseThrow();
    }

    /** Empty where the environment names something else. */
    private static Optional<CheckpointWish> named(Map<String, String> environment) {
        String word = environment.getOrDefault(CHECKPOINT, "");
        return word.isEmpty() ? Optional.of(CheckpointWish.AUTO) : CheckpointWish.of(word);
    }
}
