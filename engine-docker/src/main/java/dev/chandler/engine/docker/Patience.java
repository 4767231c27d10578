package dev.chandler.engine.docker;

/** What is waited for from a daemon; {@link Silence} says how long. */
enum Patience {
    /** The first word with a daemon that may be none. */
    GREETING,
    /** The answer whether it is still there, from one that may be busy. */
    PING,
    /** The answer whether one that was lost is there again. */
    AGAIN,
    /** Answers to questions. */
    QUESTION,
    /** Work that the daemon does before it answers. */
    WORK,
    /** Streams, which are silent as long as there is nothing to say. */
    STREAM
}
