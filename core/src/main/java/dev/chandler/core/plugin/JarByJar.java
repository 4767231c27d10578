package dev.chandler.core.plugin;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.pf4j.AbstractExtensionFinder;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.JarPluginRepository;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.VersionManager;

/**
 * PF4J with our answers to its questions: what a jar holds is known from the index, and its loader's parent shows the API
 * alone.
 *
 * <p>Only {@link #loadPlugin}, {@link #startPlugin} and unloading are used. Never its {@code getExtensions(type)}, which
 * loads every plugin there is and turns a class that is missing into a line of log.
 */
final class JarByJar extends AbstractPluginManager {

    private record Announced(PluginEntry entry, List<Path> jars) {}

    private final Map<Path, Announced> announced = new HashMap<>();
    private final ClassLoader parent = new ApiOnlyClassLoader(JarByJar.class.getClassLoader());

    /**
     * Says what is in a plugin that is going to be loaded.
     *
     * @param entry the plugin; those that it needs are loaded already
     * @param jars where its classes are, its own jar first
     */
    void announce(PluginEntry entry, List<Path> jars) {
        announced.put(entry.file(), new Announced(entry, jars));
    }

    @Override
    protected List<Path> createPluginsRoot() {
        return List.of();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new JarPluginRepository(List.of());
    }

    @Override
    protected PluginFactory createPluginFactory() {
        // The default asks the plugin's loader for org.pf4j.Plugin, which strangers don't see.
        return wrapper -> new Plugin();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path file) {
                return announced.containsKey(file);
            }

            @Override
            public PluginDescriptor find(Path file) {
                PluginHeaders headers = announced(file).entry().headers();
                return new DefaultPluginDescriptor(
                        headers.id(),
                        headers.description(),
                        Plugin.class.getName(),
                        headers.version(),
                        headers.requires(),
                        headers.provider(),
                        headers.license());
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path file) {
                return announced.containsKey(file);
            }

            @Override
            public ClassLoader loadPlugin(Path file, PluginDescriptor descriptor) {
                Announced plugin = announced(file);
                PluginClassLoader loader = new StrangerClassLoader(JarByJar.this, descriptor, parent, plugin.entry());
                plugin.jars().forEach(jar -> loader.addFile(jar.toFile()));
                return loader;
            }
        };
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new AbstractExtensionFinder(this) {
            @Override
            public Map<String, Set<String>> readPluginsStorages() {
                Map<String, Set<String>> classes = new HashMap<>();
                announced
                        .values()
                        .forEach(plugin -> classes.put(
                                plugin.entry().headers().id(), plugin.entry().classes()));
                return classes;
            }

            @Override
            public Map<String, Set<String>> readClasspathStorages() {
                return Map.of();
            }
        };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {
                throw new UnsupportedOperationException("a plugin is taken out by taking its file away: " + id);
            }

            @Override
            public void enablePlugin(String id) {
                // All are.
            }
        };
    }

    private Announced announced(Path file) {
        return Objects.requireNonNull(announced.get(file), "not announced");
    }
}
