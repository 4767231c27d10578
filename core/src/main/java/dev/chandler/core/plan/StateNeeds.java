package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import java.util.Collection;

/** Is told which states somebody may come to stand on, before these are looked for: so that nobody removes them meanwhile. */
@FunctionalInterface
public interface StateNeeds {

    /** Of who only looks. */
    StateNeeds NONE = keys -> {};

    /**
     * Says what may be needed from now on; returns when it is safe to look.
     *
     * @param keys the states' keys
     * @throws InterruptedException if cancelled
     */
    void declare(Collection<Digest> keys) throws InterruptedException;
}
