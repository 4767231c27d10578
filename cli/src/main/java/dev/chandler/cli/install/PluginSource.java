package dev.chandler.cli.install;

import dev.chandler.core.lock.LockedPlugin;
import java.io.IOException;
import java.util.Optional;

/** Where a plugin can be had. */
interface PluginSource {

    /** As it was written. */
    String text();

    /** Whether a locked plugin was had from here. */
    boolean gave(LockedPlugin plugin);

    /** The plugin that was asked for by its id, which its file then has to have. */
    default Optional<String> wantedId() {
        return Optional.empty();
    }

    /** How it is recorded for a version that was had from here. */
    String recorded(String version);

    /** Whether it can be asked while nothing else is: a file, or who has a store of its own. */
    boolean worksOffline();

    /**
     * Finds out which file it is.
     *
     * @return the file, which the caller closes
     * @throws IOException if it cannot be asked, with words for the user
     * @throws InterruptedException if cancelled
     */
    Offer offer() throws IOException, InterruptedException;
}
