package dev.chandler.engine.docker;

/** What is at a path of a container. */
enum PathStat {
    /** Nothing. */
    MISSING,
    /** A directory, or a link that leads to one. */
    DIRECTORY,
    /** Anything else. */
    OTHER
}
