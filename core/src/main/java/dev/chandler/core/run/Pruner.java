package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import java.util.ArrayList;
import java.util.List;

/** Removes all checkpoints and caches from an engine, and what is kept of them here; never while a build may need one. */
public final class Pruner {

    /**
     * What came of it.
     *
     * @param removed the checkpoints and caches that are gone
     * @param busy those that something still uses
     */
    public record Outcome(List<Resource> removed, List<Resource> busy) {}

    private final LiveBuilds builds;
    private final CacheStorage cache;

    /**
     * Makes a pruner.
     *
     * @param builds knows which builds run
     * @param cache what is kept here
     */
    public Pruner(LiveBuilds builds, CacheStorage cache) {
        this.builds = builds;
        this.cache = cache;
    }

    /**
     * Removes what may be removed; no build of this client begins meanwhile.
     *
     * @param engine where to look
     * @return what came of it
     * @throws CacheException if a build runs, or instances on the engine belong to builds that this client does not know
     * @throws EngineException with every refusal, when all else is removed
     * @throws InterruptedException if cancelled
     */
    public Outcome prune(Engine engine) throws InterruptedException {
        LiveBuilds.Pruning alone = builds.prune();
        try {
            List<Resource> resources = engine.resources();
            requireNoStrangers(resources);
            Removal removal = new Removal(engine);
            for (Resource resource : resources) {
                if (resource.kind() == Resource.Kind.CHECKPOINT || resource.kind() == Resource.Kind.CACHE) {
                    removal.remove(resource);
                }
            }
            cache.clear();
            removal.finish();
            return new Outcome(removal.removed(), removal.busy());
        } finally {
            alone.close();
        }
    }

    /**
     * Removes certain things; no build of this client begins meanwhile.
     *
     * @param engine where they are
     * @param wanted what is to go
     * @return what came of it
     * @throws CacheException if a build runs, or instances on the engine belong to builds that this client does not know
     * @throws EngineException with every refusal, when all else is removed
     * @throws InterruptedException if cancelled
     */
    public Outcome remove(Engine engine, List<Resource> wanted) throws InterruptedException {
        LiveBuilds.Pruning alone = builds.prune();
        try {
            requireNoStrangers(engine.resources());
            Removal removal = new Removal(engine);
            for (Resource resource : wanted) {
                removal.remove(resource);
            }
            removal.finish();
            return new Outcome(removal.removed(), removal.busy());
        } finally {
            alone.close();
        }
    }

    private void requireNoStrangers(List<Resource> resources) {
        List<String> strangers = new ArrayList<>();
        for (Resource resource : resources) {
            boolean stranger = resource.kind() == Resource.Kind.INSTANCE
                    && resource.buildId()
                            .filter(build -> builds.life(build) == LiveBuilds.Life.UNKNOWN)
                            .isPresent();
            if (stranger) {
                strangers.add(resource.name());
            }
        }
        if (!strangers.isEmpty()) {
            throw new CacheException(
                    Problem.of("CH-CACHE-004", "somebody else's build may need what would be removed")
                            .because("instances of builds of another machine or user: " + String.join(", ", strangers))
                            .remedy(
                                    "try again when they are done; what such builds have left \"chandler reap --all\" removes"));
        }
    }
}
