package dev.chandler.core.plugin;

import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * Loads a stranger's classes: what is shared first, then the plugin's own and its libraries', then what the plugins that
 * it depends on export.
 *
 * <p>PF4J's own shows all that a dependency has, its libraries too, so that the version of one plugin's library would be
 * another's.
 */
final class StrangerClassLoader extends PluginClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** What is looked through for the classes of one dependency. */
    private record Exporter(PluginEntry entry, ClassLoader loader) {}

    private final List<Exporter> exporters;

    StrangerClassLoader(PluginManager plugins, PluginDescriptor descriptor, ClassLoader parent, PluginEntry entry) {
        super(plugins, descriptor, parent, ClassLoadingStrategy.APD);
        // Asked for once: classes are loaded on many threads, and PF4J's maps are for one.
        this.exporters = entry.dependencies().stream()
                .filter(dependency -> dependency.kind() == PluginKind.DROPPED_IN)
                .map(dependency -> new Exporter(
                        dependency,
                        plugins.getPluginClassLoader(dependency.headers().id())))
                .toList();
    }

    @Override
    protected @Nullable Class<?> loadClassFromDependencies(String className) {
        int end = className.lastIndexOf('.');
        return exporters(end < 0 ? "" : className.substring(0, end))
                .map(loader -> load(loader, className))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Class<?> load(ClassLoader loader, String className) {
        try {
            return loader.loadClass(className);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    protected @Nullable URL findResourceFromDependencies(String name) {
        return null;
    }

    @Override
    protected Collection<URL> findResourcesFromDependencies(String name) {
        return List.of();
    }

    private Stream<ClassLoader> exporters(String packageName) {
        return exporters.stream()
                .filter(exporter -> exporter.entry().exports(packageName))
                .map(Exporter::loader);
    }
}
