package dev.chandler.core.plugin;

import dev.chandler.api.problem.PluginException;

/** Where the classes of a plugin come from: the one thing in which built-ins and strangers differ. */
interface ExtensionClasses extends AutoCloseable {

    /**
     * Loads a class.
     *
     * @param entry a plugin that isn't refused
     * @param className one of its declared classes
     * @return the class, not yet initialised
     * @throws ClassNotFoundException if there is none
     * @throws PluginException if its plugin cannot be opened
     */
    Class<?> load(PluginEntry entry, String className) throws ClassNotFoundException;

    /**
     * Does something of the plugin's as the plugin would: with what its libraries look for their parts by.
     *
     * @param entry a plugin that isn't refused
     * @param action what is done
     * @param <T> what comes out of it
     * @param <X> what it may throw
     * @return what came out of it
     * @throws PluginException if its plugin cannot be opened
     */
    <T, X extends Throwable> T within(PluginEntry entry, ContextLoader.Action<T, X> action) throws X;

    /**
     * Hands an extension over to Chandler.
     *
     * @param entry the plugin
     * @param type the interface that it implements
     * @param extension one that was made of a class of the plugin's
     * @param <T> that interface
     * @return what Chandler is to call
     */
    <T> T crossing(PluginEntry entry, Class<T> type, T extension);

    /** Gives up what was opened for it. Idempotent. */
    @Override
    void close();
}
