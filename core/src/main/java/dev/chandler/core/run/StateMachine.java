package dev.chandler.core.run;

/** The state of one instance, moved by {@link Transitions} alone. Confined to the thread that walks the instance. */
final class StateMachine {

    private InstanceState state = InstanceState.COLD;

    InstanceState state() {
        return state;
    }

    /**
     * Moves on.
     *
     * @throws IllegalStateException if this cannot happen in this state, which is a bug of the walk
     */
    void fire(InstanceEvent event) {
        state = Transitions.next(state, event)
                .orElseThrow(() -> new IllegalStateException(event + " cannot happen in " + state));
    }
}
