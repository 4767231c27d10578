package dev.chandler.core.plugin;

/** Has the thread's context class loader, by which libraries look for their parts, be another one for a while. */
final class ContextLoader {

    private ContextLoader() {}

    /**
     * What is done in another context.
     *
     * @param <T> what comes out of it
     * @param <X> what it may throw
     */
    interface Action<T, X extends Throwable> {

        T run() throws X;
    }

    static <T, X extends Throwable> T within(ClassLoader loader, Action<T, X> action) throws X {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
