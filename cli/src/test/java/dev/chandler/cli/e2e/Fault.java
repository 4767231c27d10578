package dev.chandler.cli.e2e;

import dev.chandler.core.run.InstanceState;

/** What may go wrong, and when: before the daemon has got the request of a state, or when its answer has not come back. */
enum Fault {
    CLIENT_KILLED("client killed", When.BEFORE),
    DAEMON_KILLED("daemon killed", When.BEFORE),
    DAEMON_KILLED_LATE("daemon killed, work done", When.AFTER),
    SOCKET_CUT("socket cut", When.BEFORE),
    SOCKET_CUT_LATE("socket cut, work done", When.AFTER),
    DISK_FULL("disk full", When.BEFORE),
    DAEMON_HANGS("daemon hangs", When.BEFORE),
    STEP_HANGS("step hangs", When.AFTER);

    /** On which side of the daemon's work. */
    enum When {
        BEFORE,
        AFTER
    }

    private final String title;
    private final When when;

    Fault(String title, When when) {
        this.title = title;
        this.when = when;
    }

    String title() {
        return title;
    }

    boolean canBeIn(InstanceState state) {
        return this != STEP_HANGS || state == InstanceState.RUNNING;
    }

    /** On which side of the daemon's work it happens. */
    When when() {
        return when;
    }

    /** What is promised. An image that is there already is no failure because of what could not be cleared away. */
    int exitCode(InstanceState state) {
        return switch (this) {
            case CLIENT_KILLED -> 137;
            case STEP_HANGS -> 1;
            case DISK_FULL -> stepFindsNoRoom(state) ? 1 : state == InstanceState.CLOSING ? 0 : 3;
            default -> state == InstanceState.CLOSING ? 0 : 3;
        };
    }

    /** Whether it is the command of a step, and not the daemon, that finds no room. */
    boolean stepFindsNoRoom(InstanceState state) {
        return this == DISK_FULL && (state == InstanceState.READY || state == InstanceState.RUNNING);
    }

    /** Whether the image's name points at the new image when a build has ended so: only the daemon's own work moves it. */
    boolean movesTheName(InstanceState state) {
        return state == InstanceState.CLOSING || (state == InstanceState.PUBLISHING && when == When.AFTER);
    }

    /** Whether a step has to last, so that it is met while it runs. */
    boolean wantsALongStep(InstanceState state) {
        return state == InstanceState.RUNNING && when == When.AFTER;
    }
}
