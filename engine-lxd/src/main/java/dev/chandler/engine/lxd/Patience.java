package dev.chandler.engine.lxd;

/** What is waited for from a daemon; {@link Silence} says how long. */
enum Patience {
    /** The first word of one that may be none. */
    GREETING,
    /** A sign of life, asked for because something else has not come. */
    PING,
    /** A sign of life of one that has been silent for too long before. */
    AGAIN,
    /** The answer to a question, and each piece of a stream. */
    QUESTION,
    /** The end of an operation, which is asked for again and again. */
    OPERATION
}
