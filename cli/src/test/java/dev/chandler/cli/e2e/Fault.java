package dev.chandler.cli.e2e;

import dev.chandler.cli.e2e.SocketRelay.Moment;
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

    private static final String STEP_ENDED = "\"Running\":false";

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

    /** The moment of a build of two steps at which its instance is in this state. */
    Moment moment(InstanceState state) {
        return when == When.BEFORE ? before(state) : after(state);
    }

    private static Moment before(InstanceState state) {
        return switch (state) {
            case COLD -> Moment.before("GET .*/images/docker.io/library/chandler-cache:", 1);
            case STARTING -> Moment.before("POST .*/containers/create", 1);
            // The first step is kept, the second not begun.
            case READY -> Moment.before("POST .*/containers/[^/]+/exec", 2);
            case RUNNING -> Moment.before("POST .*/exec/[^/]+/start", 2);
            case SNAPSHOTTING -> Moment.before("POST .*/commit", 2);
            case PUBLISHING -> Moment.before("POST .*/images/load", 1);
            case CLOSING -> Moment.before("DELETE .*/containers/", 1);
            case CLOSED -> throw new IllegalArgumentException("nothing is done any more");
        };
    }

    private static Moment after(InstanceState state) {
        return switch (state) {
            case COLD -> Moment.after("GET .*/images/docker.io/library/chandler-cache:", 1);
            case STARTING -> Moment.after("POST .*/containers/create", 1);
            // The first step has ended, and is not kept yet.
            case READY -> Moment.after("GET .*/exec/[^/]+/json", 1, STEP_ENDED);
            case RUNNING -> Moment.after("POST .*/exec/[^/]+/start", 2, "in the step");
            case SNAPSHOTTING -> Moment.after("POST .*/commit", 2);
            case PUBLISHING -> Moment.after("POST .*/images/load", 1);
            case CLOSING -> Moment.after("DELETE .*/containers/", 1);
            case CLOSED -> throw new IllegalArgumentException("nothing is done any more");
        };
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
