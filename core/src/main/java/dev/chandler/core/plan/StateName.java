package dev.chandler.core.plan;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Snapshot;
import java.util.Optional;

/** Names one state of a file system, not what it was made of: two runs of the same steps have two names. */
public final class StateName {

    private StateName() {}

    /**
     * Names a state.
     *
     * @param engine where it is: where nothing was kept, the same base on two engines is two states; its address is none
     *     of what a result depends on
     * @param base what the build started from
     * @param snapshot the state; empty for the base's own
     * @return a name that no other state has
     */
    public static String of(Engine engine, Base base, Optional<Snapshot> snapshot) {
        String state = snapshot.map(Snapshot::id).orElseGet(() -> base.digest().toString());
        return engine.id() + " " + state;
    }
}
