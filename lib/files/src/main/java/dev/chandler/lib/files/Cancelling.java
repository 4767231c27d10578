package dev.chandler.lib.files;

/** Ends long work where its thread was interrupted. */
final class Cancelling {

    private Cancelling() {}

    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
