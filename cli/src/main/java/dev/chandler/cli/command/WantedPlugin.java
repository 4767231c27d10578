package dev.chandler.cli.command;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.cli.Wiring;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plugin as a command line names it: by its id, or by a file anywhere.
 *
 * @param text what was written
 * @param workingDirectory what a path is relative to
 */
record WantedPlugin(String text, Path workingDirectory) {

    /** All plugins, with the file that is wanted among them; the caller closes it. */
    PluginHost open(Wiring wiring) {
        return isFile() ? wiring.pluginsWith(path()) : wiring.listedPlugins();
    }

    /**
     * What is known of it once it was looked at closely.
     *
     * @param plugins from {@link #open}
     * @return the plugin; several where their ids clash
     * @throws PluginException if there is no such plugin
     */
    List<PluginDescriptor> inspected(PluginHost plugins) {
        Path file = isFile() ? SourceReader.realPath(path()) : path();
        List<PluginDescriptor> found = plugins.inspect(
                plugin -> isFile() ? plugin.file().equals(file) : plugin.id().equals(text));
        if (found.isEmpty()) {
            throw new PluginException(unknown(plugins));
        }
        return found;
    }

    /** A file that is refused has its name for an id, as "plugin list" shows it. */
    private boolean isFile() {
        boolean pluginFile = text.endsWith(".jar") || text.endsWith(".zip");
        return text.indexOf('/') >= 0 || (pluginFile && Files.exists(path()));
    }

    private Path path() {
        return workingDirectory.resolve(text);
    }

    private Problem unknown(PluginHost plugins) {
        List<String> ids =
                plugins.plugins().stream().map(PluginDescriptor::id).distinct().toList();
        return Problem.of("CH-PLUGIN-017", "there is no plugin \"" + text + "\"")
                .because("there are: " + String.join(", ", ids))
                .remedy(SettingReader.didYouMean(text, ids)
                        .orElse("name one of them, or a file by a path with a / in it"));
    }
}
