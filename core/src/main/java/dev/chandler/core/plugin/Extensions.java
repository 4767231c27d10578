package dev.chandler.core.plugin;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes a plugin's extensions of one type, or refuses the plugin.
 *
 * @param type the interface that they implement
 * @param idOf gets an extension's id
 * @param ids gets the ids that the headers name
 * @param classes gets the classes that the jar declares
 */
record Extensions<T>(
        Class<T> type,
        Function<T, String> idOf,
        Function<PluginHeaders, List<String>> ids,
        Function<JarFacts, List<String>> classes) {

    /**
     * Loads and makes all of them.
     *
     * @param entry a plugin that isn't refused; it is loaded or refused afterwards
     * @param loader where its classes come from
     * @return the extensions by id, exactly those that the headers name
     * @throws PluginException if one is missing or fails
     */
    Map<String, T> make(PluginEntry entry, ExtensionClasses loader) {
        Map<String, T> made = new LinkedHashMap<>();
        for (String className : classes.apply(entry.facts())) {
            T extension = make(entry, loader, className);
            made.put(id(entry, loader, extension), loader.crossing(entry, type, extension));
        }
        if (!made.keySet().equals(new TreeSet<>(ids.apply(entry.headers())))) {
            throw missing(
                    entry,
                    "its headers name %s, its classes say they are %s"
                            .formatted(ids.apply(entry.headers()), made.keySet()));
        }
        entry.loaded();
        return made;
    }

    private T make(PluginEntry entry, ExtensionClasses loader, String className) {
        try {
            return loader.<T, ReflectiveOperationException>within(entry, () -> {
                Class<?> found = loader.load(entry, className);
                if (!type.isAssignableFrom(found)) {
                    throw missing(entry, "%s is no %s".formatted(className, type.getName()));
                }
                return type.cast(found.getConstructor().newInstance());
            });
        } catch (PluginException e) {
            entry.refuse(e.problems().get(0));
            throw e;
        } catch (ClassNotFoundException e) {
            throw missing(entry, "the class %s is not in the jar".formatted(className));
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw missing(
                    entry, "%s is no public class with a public constructor without parameters".formatted(className));
        } catch (InvocationTargetException | ExceptionInInitializerError e) {
            throw broken(entry, className, e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            // An initialiser's errors come as they are.
            throw broken(entry, className, e);
        }
    }

    private String id(PluginEntry entry, ExtensionClasses loader, T extension) {
        String className = extension.getClass().getName();
        try {
            return loader.within(entry, () -> Objects.requireNonNull(idOf.apply(extension), "id() gives null"));
        } catch (RuntimeException | Error e) {
            throw broken(entry, className, e);
        }
    }

    private static PluginException missing(PluginEntry entry, String why) {
        Problem problem = Refusals.missingExtension(entry.file(), entry.headers(), why);
        entry.refuse(problem);
        return new PluginException(problem);
    }

    private static PluginException broken(PluginEntry entry, String className, Throwable why) {
        if (why instanceof UnsupportedClassVersionError tooNew) {
            OptionalInt level = JavaLevel.of(tooNew);
            if (level.isPresent()) {
                return refuse(entry, Refusals.newerJava(entry.file(), entry.headers(), level.getAsInt()), why);
            }
        }
        return refuse(entry, Refusals.brokenExtension(entry.file(), entry.headers(), className, why), why);
    }

    private static PluginException refuse(PluginEntry entry, Problem problem, Throwable why) {
        entry.refuse(problem);
        return new PluginException(problem, why);
    }
}
