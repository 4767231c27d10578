package dev.chandler.cli.command;

/** A build that was interrupted, and what has become of what it had made. */
final class BuildInterrupted extends InterruptedException {

    private static final long serialVersionUID = 1;

    private final boolean leftSomething;

    /**
     * Makes the error.
     *
     * @param leftSomething whether something of the build is still on the engine
     * @param cause the interrupt
     */
    BuildInterrupted(boolean leftSomething, InterruptedException cause) {
        super(
                leftSomething
                        ? "not everything could be cleaned up: \"chandler reap\" does the rest"
                        : "everything was cleaned up");
        this.leftSomething = leftSomething;
        initCause(cause);
    }

    /** Whether something of the build is still on the engine. */
    boolean leftSomething() {
        return leftSomething;
    }
}
