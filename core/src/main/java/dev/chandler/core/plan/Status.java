package dev.chandler.core.plan;

/** What will become of a node. */
public enum Status {
    /** Its result is there. */
    HIT,
    /** It has to run. */
    RUN
}
