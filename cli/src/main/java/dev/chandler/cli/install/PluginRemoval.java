package dev.chandler.cli.install;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Removes plugins from one folder: all that are named, or none. */
public final class PluginRemoval {

    private final InstallFolder folder;
    private final Supplier<PluginHost> plugins;

    /**
     * Makes a removal.
     *
     * @param folder where from
     * @param plugins opens all plugins that there are, to see which need others
     */
    public PluginRemoval(InstallFolder folder, Supplier<PluginHost> plugins) {
        this.folder = folder;
        this.plugins = plugins;
    }

    /**
     * Removes plugins, and what is pinned of them.
     *
     * @param ids their ids
     * @param force whether also those that others need
     * @return the removed files of each; none of one that was pinned and not there
     * @throws PluginException if one is not there, or needed; then all stay
     */
    public Map<String, Set<Path>> remove(List<String> ids, boolean force) {
        Set<String> wanted = new LinkedHashSet<>(ids);
        Set<String> there = there();
        List<Problem> problems = new ArrayList<>();
        wanted.stream()
                .filter(id -> !there.contains(id))
                .map(id -> unknown(id, there))
                .forEach(problems::add);
        if (problems.isEmpty() && !force) {
            try (PluginHost host = plugins.get()) {
                for (String id : wanted) {
                    Set<String> needing = new TreeSet<>(host.dependents(id));
                    needing.removeAll(wanted);
                    if (!needing.isEmpty()) {
                        problems.add(needed(id, needing));
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PluginException(problems);
        }
        return folder.remove(List.copyOf(wanted));
    }

    private Set<String> there() {
        try {
            Set<String> there = new TreeSet<>();
            folder.all().values().stream().map(PluginDescriptor::id).forEach(there::add);
            folder.lock().plugins().stream().map(LockedPlugin::id).forEach(there::add);
            return there;
        } catch (IOException e) {
            throw InstallFolder.unwritable(folder.path(), e);
        }
    }

    private Problem unknown(String id, Set<String> there) {
        return Problem.of("CH-PLUGIN-043", "there is no plugin \"" + id + "\" to remove")
                .because("neither \"" + folder.path() + "\" nor " + Lockfile.NAME + " has it; there "
                        + (there.isEmpty() ? "is none" : "are: " + String.join(", ", there)))
                .remedy(SettingReader.didYouMean(id, there)
                        .orElse("\"chandler plugin list\" shows which plugins there are, and where"));
    }

    private static Problem needed(String id, Set<String> needing) {
        return Problem.of("CH-PLUGIN-044", "plugin \"" + id + "\" is needed")
                .because("without it these cannot be used: " + String.join(", ", needing))
                .remedy("remove them too, or add --force");
    }
}
