package dev.chandler.cli.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/** How much the diagnosis log says: nothing, or with {@code -v} everything of ours. */
final class Verbosity {

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.chandler");

    private Verbosity() {}

    static void apply(boolean verbose) {
        ROOT.setLevel(verbose ? Level.WARNING : Level.OFF);
        if (verbose) {
            OURS.setLevel(Level.FINE);
            for (var handler : ROOT.getHandlers()) {
                handler.setLevel(Level.FINE);
            }
        }
    }
}
