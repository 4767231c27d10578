package dev.chandler.core.plugin;

/** Loads built-ins' classes from the application's class path, where the class archive holds them. */
final class BuiltInLoader implements ExtensionClasses {

    @Override
    public Class<?> load(PluginEntry entry, String className) throws ClassNotFoundException {
        return Class.forName(className, false, BuiltInLoader.class.getClassLoader());
    }

    @Override
    public <T, X extends Throwable> T within(PluginEntry entry, ContextLoader.Action<T, X> action) throws X {
        return action.run();
    }

    @Override
    public <T> T crossing(PluginEntry entry, Class<T> type, T extension) {
        return extension;
    }

    @Override
    public void close() {
        // The application's own loader lives as long as the application.
    }
}
