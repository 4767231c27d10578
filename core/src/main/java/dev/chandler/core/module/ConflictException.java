package dev.chandler.core.module;

/** There is no choice of versions that suits all; never leaves this package. */
final class ConflictException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Conflict conflict;

    ConflictException(Conflict conflict) {
        super("no version suits all");
        this.conflict = conflict;
    }

    Conflict conflict() {
        return conflict;
    }
}
