package dev.chandler.cli.install;

import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.plugin.PluginFile;
import dev.chandler.core.trust.SignatureFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A plugin's file that lies whole and looked at in its folder, under a name that nobody looks for. It goes when this is closed.
 *
 * @param temporary the file
 * @param suffix the end of its name
 * @param plugin what it says
 * @param signature its signature, where there is one
 * @param source where it came from, for the lock
 */
record StagedPlugin(Path temporary, String suffix, PluginFile plugin, Optional<byte[]> signature, String source)
        implements AutoCloseable {

    /** The name that it is to have. */
    String name() {
        return plugin.id() + "-" + plugin.version() + suffix;
    }

    /** Where its signature lies until it has a name, too. */
    Path temporarySignature() {
        return SignatureFile.of(temporary);
    }

    /** How it is pinned. */
    LockedPlugin locked() {
        return new LockedPlugin(plugin.id(), plugin.version(), plugin.digest(), source);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(temporarySignature());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
