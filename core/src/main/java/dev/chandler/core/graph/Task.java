package dev.chandler.core.graph;

import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.CheckpointWish;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One node on the way to the image, and one unit for the cache.
 *
 * @param id the node's id
 * @param branches what runs beside each other on one file system, each in order; one branch of one action for a plain
 *     step
 * @param parallel whether the manifest says {@code parallel:}
 * @param location where it was written
 */
public record Task(String id, List<List<Action>> branches, boolean parallel, Location location) {

    /**
     * All its actions.
     *
     * @return branch by branch
     */
    public List<Action> actions() {
        return branches.stream().flatMap(List::stream).toList();
    }

    /**
     * The node in one line.
     *
     * @return for people
     */
    public String title() {
        return parallel
                ? branches.size() + " branches in parallel"
                : branches.get(0).get(0).title();
    }

    /**
     * Whether it leaves another state than it found.
     *
     * @return false if it only takes something out of the instance
     */
    public boolean changesState() {
        return actions().stream().anyMatch(Action::changesState);
    }

    /**
     * Whether the state after it may be kept and found again.
     *
     * @return false if one of its actions says {@code cache: false} and may change something
     */
    public boolean cached() {
        return !changesState()
                || actions().stream().allMatch(action -> action.spec().cached());
    }

    /**
     * Whether the state after it is kept.
     *
     * @return the strongest word of its actions: always, never, auto; empty where none says any
     */
    public Optional<CheckpointWish> checkpoint() {
        return Stream.of(CheckpointWish.ALWAYS, CheckpointWish.NEVER, CheckpointWish.AUTO)
                .filter(wish -> actions().stream()
                        .anyMatch(action ->
                                action.spec().checkpoint().filter(wish::equals).isPresent()))
                .findFirst();
    }
}
