package dev.chandler.core.graph;

import dev.chandler.api.problem.Location;
import java.util.List;

/**
 * One node that branches off the last task: actions in order on a fork of the result.
 *
 * @param id the node's id
 * @param actions at least one
 * @param location where it was written
 */
public record Test(String id, List<Action> actions, Location location) {

    /**
     * The node in one line.
     *
     * @return for people
     */
    public String title() {
        String first = actions.get(0).title();
        return actions.size() == 1 ? first : first + " (and " + (actions.size() - 1) + " more)";
    }

    /**
     * Whether its verdict may be kept.
     *
     * @return false if one of its actions says {@code cache: false}, or leaves something outside of the instance
     */
    public boolean cached() {
        return actions.stream().allMatch(action -> action.spec().cached() && action.changesState());
    }
}
