package dev.chandler.core.plan;

import dev.chandler.api.engine.Base;

/**
 * Says how deep a state may be for another to be stacked on it.
 *
 * <p>Where states are layers, a chain of them has to stay below what the engine can mount, some 125 on overlay2. Up to
 * {@value #DEPTH} a state may be gone on from; on a base that is deeper, only the base itself. So no chain is longer than
 * one more, however many builds have added to it.
 */
public final class LayerLimit {

    static final int DEPTH = 100;

    private LayerLimit() {}

    /**
     * Decides for one state.
     *
     * @param base what the build starts from
     * @param depth how many layers the state has
     * @return whether a build may go on from it
     */
    public static boolean allows(Base base, int depth) {
        return depth <= Math.max(DEPTH, base.depth());
    }
}
