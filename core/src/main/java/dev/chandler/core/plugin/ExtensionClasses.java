package dev.chandler.core.plugin;

/** Where the classes of a plugin come from: the one thing in which built-ins and strangers differ. */
interface ExtensionClasses extends AutoCloseable {

    /**
     * Loads a class.
     *
     * @param entry a plugin that isn't refused
     * @param className one of its declared classes
     * @return the class, not yet initialised
     * @throws ClassNotFoundException if there is none
     */
    Class<?> load(PluginEntry entry, String className) throws ClassNotFoundException;

    /** Gives up what was opened for it. Idempotent. */
    @Override
    void close();
}
