package dev.chandler.core.states;

import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Chooses the states that go: nothing that is needed, and nothing that something which stays lies on.
 *
 * <p>Starts from all that an engine has, since also what is no state may lie on one. Used once, by one thread.
 */
public final class PruneChoice {

    private final List<KeptState> states;
    private final Predicate<KeptState> needed;
    private final Map<String, List<String>> children = new HashMap<>();
    private final Set<String> going = new HashSet<>();
    private final List<KeptState> chosen = new ArrayList<>();
    private final Set<KeptState> spared = new LinkedHashSet<>();

    /**
     * Prepares a choice.
     *
     * @param resources all that the engine has
     * @param states those of them that may be chosen
     * @param needed those that a build which runs may need
     */
    public PruneChoice(List<Resource> resources, List<KeptState> states, Predicate<KeptState> needed) {
        this.states = states;
        this.needed = needed;
        for (Resource resource : resources) {
            resource.parent()
                    .ifPresent(parent -> children.computeIfAbsent(parent, none -> new ArrayList<>())
                            .add(resource.id()));
        }
    }

    /**
     * Chooses.
     *
     * @param criteria what is to go
     * @param unfindable which states no build can find any more
     * @param now the time
     * @return what goes, in the order in which it can
     * @throws CacheException if sizes matter, and the engine does not say them
     */
    public List<KeptState> chosen(PruneCriteria criteria, Predicate<KeptState> unfindable, Instant now) {
        Predicate<KeptState> wanted = criteria.isUnfindable()
                ? state -> state.isState() && unfindable.test(state)
                : state -> criteria.isOldEnough(state, now);
        criteria.keepBytes().ifPresentOrElse(most -> chooseUntil(most, wanted), () -> chooseAll(wanted));
        return List.copyOf(chosen);
    }

    /**
     * What would have been chosen, if no build needed it.
     *
     * @return in no order
     */
    public Set<KeptState> spared() {
        return Set.copyOf(spared);
    }

    private void chooseAll(Predicate<KeptState> wanted) {
        while (next(wanted).isPresent()) {
            // Each one that goes may let go what it lies on.
        }
    }

    private void chooseUntil(long most, Predicate<KeptState> wanted) {
        requireSizes();
        long kept =
                states.stream().mapToLong(state -> state.resource().sizeBytes()).sum();
        while (kept > most) {
            Optional<KeptState> next = next(wanted);
            if (next.isEmpty()) {
                return;
            }
            kept -= next.get().resource().sizeBytes();
        }
    }

    /** The next one that goes. */
    private Optional<KeptState> next(Predicate<KeptState> wanted) {
        Optional<KeptState> next = states.stream()
                .filter(state -> !going.contains(state.resource().id()))
                .filter(state -> children.getOrDefault(state.resource().id(), List.of()).stream()
                        .allMatch(going::contains))
                .filter(wanted)
                .filter(this::isFree)
                .min(byUse());
        next.ifPresent(state -> {
            going.add(state.resource().id());
            chosen.add(state);
        });
        return next;
    }

    private boolean isFree(KeptState state) {
        if (needed.test(state)) {
            spared.add(state);
            return false;
        }
        return true;
    }

    /** Bases last: all states of theirs can be made again from them. */
    private static Comparator<KeptState> byUse() {
        return Comparator.comparing((KeptState state) -> !state.isState())
                .thenComparing(KeptState::lastUsed)
                .thenComparing(state -> state.resource().id());
    }

    private void requireSizes() {
        List<String> unknown = states.stream()
                .map(KeptState::resource)
                .filter(resource -> resource.sizeBytes() < 0)
                .map(Resource::name)
                .toList();
        if (!unknown.isEmpty()) {
            throw new CacheException(Problem.of(
                            "CH-CACHE-009",
                            "the engine does not say how large what it keeps is, so that --keep-size cannot hold")
                    .because("unknown of " + unknown.size() + " of " + states.size() + ", such as " + unknown.get(0))
                    .remedy("choose by time: --unused-for, --older-than"));
        }
    }
}
