package dev.chandler.core.engine;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.util.Optional;

/**
 * Sees to it that what an image has is on the engine, as far as the user lets it be fetched.
 *
 * @param engine where
 * @param platform what it is to run on; empty for the engine's own
 * @param policy when it is fetched
 * @param progress is told how far it has come
 */
public record BaseFetch(Engine engine, Optional<Platform> platform, PullPolicy policy, ProgressSink progress) {

    /**
     * Fetches one, where that is due.
     *
     * @param reference what the manifest names
     * @param role what it is there for, in the user's words: {@code base}
     * @param place where that was written
     * @return it, present
     * @throws EngineException if it is not there and may not be fetched, or cannot be
     * @throws InterruptedException if cancelled
     */
    public Base fetch(BaseReference reference, String role, Location place) throws InterruptedException {
        if (policy == PullPolicy.ALWAYS) {
            return engine.pull(reference, platform, progress);
        }
        Base base = engine.resolve(reference, platform);
        if (base.present()) {
            return base;
        }
        if (policy == PullPolicy.NEVER) {
            throw new EngineException(
                    Problem.of("CH-ENGINE-003", "the " + role + " \"" + base.reference() + "\" is not there")
                            .at(place)
                            .because("--pull never forbids to fetch it")
                            .remedy("fetch it yourself, or leave --pull out"));
        }
        return engine.pull(reference, platform, progress);
    }
}
