package dev.chandler.core.plugin;

import java.util.List;

/**
 * What strangers' classes have above them: Chandler's API, the annotations it is written with, and the JDK.
 *
 * <p>Of the JDK it is what the platform's class loader sees, which leaves out its tools such as {@code javac}. No
 * resource of Chandler's own is seen.
 */
final class ApiOnlyClassLoader extends ClassLoader {

    private static final List<String> SHARED =
            List.of("dev.chandler.api.", "org.jspecify.annotations.", "org.apiguardian.api.");

    private final ClassLoader application;

    ApiOnlyClassLoader(ClassLoader application) {
        super("chandler-api", ClassLoader.getPlatformClassLoader());
        this.application = application;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith)) {
            return application.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
