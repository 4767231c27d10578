package dev.chandler.core;

import dev.chandler.api.artifact.Platform;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.CheckpointWish;
import java.util.Optional;

/**
 * What part of a project is wanted, and what of the cache may be used.
 *
 * @param until {@code --until}: the last step to run; no tests and no image then
 * @param tests false for {@code --no-tests}
 * @param useCache false for {@code --no-cache}
 * @param checkpoints {@code --checkpoint}: after which steps the state is kept
 * @param pull when a build fetches the base; planning never does
 * @param platform {@code --platform}: what the image is to run on; empty for the engine's own
 */
public record PlanOptions(
        Optional<String> until,
        boolean tests,
        boolean useCache,
        CheckpointWish checkpoints,
        PullPolicy pull,
        Optional<Platform> platform) {

    /**
     * The same of all steps.
     *
     * @return options without {@code --until}
     */
    public PlanOptions whole() {
        return new PlanOptions(Optional.empty(), tests, useCache, checkpoints, pull, platform);
    }
}
