package dev.chandler.core.states;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A state or a base on an engine, and what is known of its use.
 *
 * @param resource what it is there
 * @param use its last use; empty where this user's builds have not used it, as far as is known
 */
public record KeptState(Resource resource, Optional<StateUse> use) {

    /**
     * What of several things is kept for builds to start from.
     *
     * @param engine where they are; asked how large each is
     * @param resources what is there
     * @param uses what is known here
     * @return states and bases, in the order in which the engine has them
     * @throws InterruptedException if cancelled
     */
    public static List<KeptState> of(Engine engine, List<Resource> resources, StateUses uses)
            throws InterruptedException {
        Map<Digest, StateUse> last = uses.last();
        List<KeptState> states = new ArrayList<>();
        for (Resource resource : resources) {
            if (resource.kind() == Resource.Kind.CHECKPOINT || resource.kind() == Resource.Kind.BASE) {
                Resource measured = resource.sizeBytes() < 0 ? engine.measured(resource) : resource;
                states.add(new KeptState(measured, resource.key().flatMap(key -> Optional.ofNullable(last.get(key)))));
            }
        }
        return List.copyOf(states);
    }

    /**
     * Something of whose use nothing is known.
     *
     * @param resource what it is on the engine
     * @return it alone
     */
    public static KeptState unused(Resource resource) {
        return new KeptState(resource, Optional.empty());
    }

    boolean isState() {
        return resource.kind() == Resource.Kind.CHECKPOINT;
    }

    /**
     * When it was last of use for certain: when it was made, where nothing later is known.
     *
     * @return by the client's clock, or by the engine's
     */
    public Instant lastUsed() {
        return use.map(StateUse::at)
                .filter(at -> at.isAfter(resource.created()))
                .orElse(resource.created());
    }
}
