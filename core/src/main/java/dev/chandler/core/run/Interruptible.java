package dev.chandler.core.run;

/** Work that may be cancelled by interrupting its thread. */
@FunctionalInterface
interface Interruptible {

    /** Does the work. */
    void run() throws InterruptedException;
}
