package dev.chandler.core.run;

/**
 * Where one instance of a build stands. What follows what is in {@link Transitions}, and nowhere else.
 *
 * <pre>
 *   COLD ─▶ STARTING ─▶ READY ⇄ RUNNING
 *     │                 │ ▲ ⇅
 *     │                 │ SNAPSHOTTING
 *     └─▶ PUBLISHING ◀──┤
 *              └─▶ CLOSING ─▶ CLOSED
 * </pre>
 */
public enum InstanceState {
    /** There is no instance, only a cursor at a state that is kept. */
    COLD,
    /** The engine makes the instance. */
    STARTING,
    /** The instance takes commands, and nothing runs in it. */
    READY,
    /** A task runs; parallel tasks are one. */
    RUNNING,
    /** The state is being kept. */
    SNAPSHOTTING,
    /** The image is being made. */
    PUBLISHING,
    /** What there is of the instance is being removed. */
    CLOSING,
    /** Nothing is left. */
    CLOSED
}
