package dev.chandler.cli.command;

import dev.chandler.core.PlanOptions;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.CheckpointWish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What part of a manifest is wanted, under which names, and what of the cache may be used. */
final class ScopeOptions {

    private static final String CHECKPOINT = "CHANDLER_CHECKPOINT";

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
            names = "--checkpoint",
            paramLabel = "WHEN",
            order = 25,
            description = "After which steps the state is kept for later builds, where a step does not say it itself: "
                    + "${COMPLETION-CANDIDATES}. Default: CHANDLER_CHECKPOINT, else auto: where running again what has "
                    + "run since the last would take as long.")
    private @Nullable CheckpointWish checkpoint;

    @Mixin
    private PlatformOption platform = new PlatformOption();

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
        platform.requireReadable(command, environment);
        if (checkpoint == null && named(environment).isEmpty()) {
            throw new ParameterException(
                    command,
                    CHECKPOINT + " must be auto, always or never, not \"" + environment.get(CHECKPOINT) + "\"");
        }
        if (isPartial() && !tags.isEmpty()) {
            throw new ParameterException(command, "--until makes no image that --tag could name");
        }
    }

    private CheckpointWish checkpoints(Map<String, String> environment) {
        return Optional.ofNullable(checkpoint).or(() -> named(environment)).orElse(CheckpointWish.AUTO);
    }

    /** Empty where the environment names something else. */
    private static Optional<CheckpointWish> named(Map<String, String> environment) {
        String word = environment.getOrDefault(CHECKPOINT, "");
        return word.isEmpty()
                ? Optional.of(CheckpointWish.AUTO)
                : Stream.of(CheckpointWish.values())
                        .filter(wish -> wish.toString().equals(word))
                        .findFirst();
    }

    PlanOptions options(PullPolicy pull, Map<String, String> environment) {
        return new PlanOptions(
                Optional.ofNullable(until),
                !noTests,
                !noCache,
                checkpoints(environment),
                pull,
                platform.of(environment));
    }
}
