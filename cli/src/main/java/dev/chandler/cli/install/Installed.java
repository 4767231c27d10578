package dev.chandler.cli.install;

import dev.chandler.core.plugin.PluginFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of a plugin that was to be installed.
 *
 * @param plugin what its file says
 * @param file where it is now
 * @param already whether it was there before, just so
 * @param replaced the version that was there before, where that was another
 */
public record Installed(PluginFile plugin, Path file, boolean already, Optional<String> replaced) {}
