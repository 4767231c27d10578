package dev.chandler.cli;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a project has pinned and nobody has installed, as after a fresh clone. */
final class MissingPlugins {

    private MissingPlugins() {}

    /**
     * Asks for them where something is not known, before that is taken for a mistake of the manifest's.
     *
     * @throws PluginException if one is missing
     */
    static void requireNone(PluginHost plugins, Lockfile lock) {
        Set<String> there = plugins.plugins().stream().map(PluginDescriptor::id).collect(Collectors.toSet());
        List<String> missing = lock.plugins().stream()
                .filter(plugin -> !there.contains(plugin.id()))
                .map(MissingPlugins::words)
                .toList();
        if (!missing.isEmpty()) {
            throw new PluginException(Problem.of("CH-PLUGIN-042", "plugins of " + Lockfile.NAME + " are not installed")
                    .because(String.join(", ", missing))
                    .remedy("install them: chandler plugin install"));
        }
    }

    private static String words(LockedPlugin plugin) {
        return plugin.id() + " " + plugin.version();
    }
}
