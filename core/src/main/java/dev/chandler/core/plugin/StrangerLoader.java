package dev.chandler.core.plugin;

/**
 * Loads strangers' classes, each plugin's through a loader of its own, made when the first of its classes is needed.
 *
 * <p>Not thread-safe, as PF4J isn't.
 */
final class StrangerLoader implements ExtensionClasses {

    private final JarByJar jars = new JarByJar();

    @Override
    public Class<?> load(PluginEntry entry, String className) throws ClassNotFoundException {
        String id = entry.headers().id();
        if (jars.getPlugin(id) == null) {
            jars.announce(entry);
            jars.loadPlugin(entry.file());
            jars.startPlugin(id);
        }
        return jars.getPluginClassLoader(id).loadClass(className);
    }

    @Override
    public void close() {
        jars.unloadPlugins();
    }
}
