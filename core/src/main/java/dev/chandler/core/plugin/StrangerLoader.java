package dev.chandler.core.plugin;

import java.nio.file.Path;

/**
 * Loads strangers' classes, each plugin's through a loader of its own, made when the first of its classes is needed.
 *
 * <p>Not thread-safe, as PF4J isn't.
 */
final class StrangerLoader implements ExtensionClasses {

    private final JarByJar jars = new JarByJar();
    private final UnpackedZips zips;

    /**
     * Makes a loader.
     *
     * @param unpacked where the jars of zips go
     */
    StrangerLoader(Path unpacked) {
        this.zips = new UnpackedZips(unpacked);
    }

    @Override
    public Class<?> load(PluginEntry entry, String className) throws ClassNotFoundException {
        open(entry);
        return jars.getPluginClassLoader(entry.headers().id()).loadClass(className);
    }

    /** Opens a plugin after those that it needs, which never are in a circle. */
    private void open(PluginEntry entry) {
        String id = entry.headers().id();
        if (entry.kind() == PluginKind.BUILT_IN || jars.getPlugin(id) != null) {
            return;
        }
        entry.dependencies().forEach(this::open);
        jars.announce(entry, zips.jars(entry));
        jars.loadPlugin(entry.file());
        jars.startPlugin(id);
    }

    @Override
    public <T> T crossing(PluginEntry entry, Class<T> type, T extension) {
        return new Border(entry, jars.getPluginClassLoader(entry.headers().id())).inward(type, extension);
    }

    @Override
    public void close() {
        jars.unloadPlugins();
    }
}
