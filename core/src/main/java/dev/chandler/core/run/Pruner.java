package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.states.KeptState;
import dev.chandler.core.states.PruneChoice;
import dev.chandler.core.states.PruneCriteria;
import dev.chandler.core.states.StateUses;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes states, bases and caches from an engine, but for what a build may need that runs.
 *
 * <p>Builds of this client say which states they need ({@link LiveBuilds.LiveBuild#needs}); of those of other machines and
 * users nothing is known but that they have an instance, beside which nothing is removed at all.
 */
public final class Pruner {

    /**
     * What came of it.
     *
     * @param removed what is gone, or would be
     * @param busy what something still uses, as the engine says
     * @param needed what builds that run may need
     */
    public record Outcome(List<Resource> removed, List<Resource> busy, List<Resource> needed) {}

    private final LiveBuilds builds;
    private final CacheStorage cache;
    private final Clock clock;

    /**
     * Makes a pruner.
     *
     * @param builds knows which builds run
     * @param cache what is kept here
     * @param clock tells how old something is
     */
    public Pruner(LiveBuilds builds, CacheStorage cache, Clock clock) {
        this.builds = builds;
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * Says what {@link #prune} would remove; removes nothing, and waits for nobody.
     *
     * @param engine where to look
     * @param criteria what is to go
     * @return what would come of it, as far as the engine refuses nothing
     * @throws CacheException if that cannot be chosen
     * @throws InterruptedException if cancelled
     */
    public Outcome look(Engine engine, PruneCriteria criteria) throws InterruptedException {
        Chosen chosen = chosen(engine, engine.resources(), criteria);
        return new Outcome(chosen.going(), List.of(), chosen.needed());
    }

    /**
     * Removes what may be removed; builds of this client go on, and look for no state meanwhile.
     *
     * @param engine where to look
     * @param criteria what is to go
     * @return what came of it
     * @throws CacheException if it cannot be chosen, or instances on the engine belong to builds that this client does not know
     * @throws EngineException with every refusal, when all else is removed
     * @throws InterruptedException if cancelled
     */
    public Outcome prune(Engine engine, PruneCriteria criteria) throws InterruptedException {
        LiveBuilds.Pruning sweeping = builds.sweep();
        try {
            List<Resource> resources = engine.resources();
            requireNoStrangers(engine, resources);
            Chosen chosen = chosen(engine, resources, criteria);
            Removal removal = new Removal(engine);
            for (Resource resource : chosen.going()) {
                removal.remove(resource);
            }
            if (criteria.all() && chosen.idle()) {
                cache.clear();
            }
            removal.finish();
            return new Outcome(removal.removed(), removal.busy(), chosen.needed());
        } finally {
            sweeping.close();
        }
    }

    private record Chosen(List<Resource> going, List<Resource> needed, boolean idle) {}

    /** What builds need is asked for after what there is: a state that is made in between is none of those. */
    private Chosen chosen(Engine engine, List<Resource> resources, PruneCriteria criteria) throws InterruptedException {
        boolean idle = builds.running().isEmpty();
        Set<Digest> keys = builds.needed();
        List<KeptState> states = KeptState.of(engine, resources, new StateUses(cache, engine));
        Set<String> unfindable = criteria.isUnfindable() ? unfindable(engine, states) : Set.of();
        // Which bases a build needs the engine alone knows.
        PruneChoice choice = new PruneChoice(
                resources, states, state -> switch (state.resource().kind()) {
                    case BASE -> !idle;
                    default -> state.resource().key().filter(keys::contains).isPresent();
                });
        List<Resource> going = new ArrayList<>();
        choice.chosen(criteria, state -> unfindable.contains(state.resource().id()), clock.instant())
                .forEach(state -> going.add(state.resource()));
        List<Resource> needed = new ArrayList<>();
        choice.spared().forEach(state -> needed.add(state.resource()));
        if (criteria.all()) {
            resources.stream()
                    .filter(resource -> resource.kind() == Resource.Kind.CACHE)
                    .forEach((idle ? going : needed)::add);
        }
        return new Chosen(List.copyOf(going), List.copyOf(needed), idle);
    }

    /** Those that another has taken the place of. */
    private static Set<String> unfindable(Engine engine, List<KeptState> states) throws InterruptedException {
        Set<String> ids = new HashSet<>();
        for (KeptState state : states) {
            Optional<Digest> key = state.resource().key();
            boolean found = key.isEmpty()
                    || engine.findCheckpoint(List.of(key.get()))
                            .filter(there -> there.id().equals(state.resource().id()))
                            .isPresent();
            if (!found) {
                ids.add(state.resource().id());
            }
        }
        return ids;
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
            requireNoStrangers(engine, engine.resources());
            Removal removal = new Removal(engine);
            for (Resource resource : wanted) {
                removal.remove(resource);
            }
            removal.finish();
            return new Outcome(removal.removed(), removal.busy(), List.of());
        } finally {
            alone.close();
        }
    }

    /** A build of this client that has ended since the list was made is not known any more: its instance is gone by then. */
    private void requireNoStrangers(Engine engine, List<Resource> resources) throws InterruptedException {
        List<String> strangers = strangers(resources);
        if (!strangers.isEmpty()) {
            strangers = strangers(engine.resources());
        }
        if (!strangers.isEmpty()) {
            throw new CacheException(
                    Problem.of("CH-CACHE-004", "somebody else's build may need what would be removed")
                            .because("instances of builds of another machine or user: " + String.join(", ", strangers))
                            .remedy(
                                    "try again when they are done; what such builds have left \"chandler reap --all\" removes"));
        }
    }

    private List<String> strangers(List<Resource> resources) {
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
        return strangers;
    }
}
