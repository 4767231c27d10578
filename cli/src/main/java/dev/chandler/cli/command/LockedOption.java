package dev.chandler.cli.command;

import picocli.CommandLine.Option;

/** The option by which only what is in the lock is used. */
final class LockedOption {

    @Option(
            names = "--locked",
            order = 89,
            description = "Use no plugin and no module that is not in chandler.lock, and leave that as it is.")
    private boolean locked;

    boolean isGiven() {
        return locked;
    }
}
