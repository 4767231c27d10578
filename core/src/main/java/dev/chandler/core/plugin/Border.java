package dev.chandler.core.plugin;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.PluginException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that goes on between Chandler and one stranger's plugin passes here.
 *
 * <p>Every object of an interface of {@code api} is handed over as one that calls the real one: the plugin's to Chandler,
 * Chandler's to the plugin. So that whatever a plugin throws that it must not, or gives where it must not, null above all,
 * is a problem that names the plugin and never looks like a bug of Chandler's. And so that a thread's context class loader, by which libraries look for their parts, is the
 * plugin's while it is in there, and Chandler's while it is out here. Thread-safe.
 *
 * <p>Built-ins have none: their bugs are ours, and their calls are on the path that has to be fast.
 */
final class Border {

    private static final String API = "dev.chandler.api.";

    /** Which methods of an engine may throw {@link UnsupportedOperationException}; the third one is by default the second. */
    private static final Set<String> REFUSING = Set.of("require", "create", "claim");

    private static final ClassLoader OURS = Border.class.getClassLoader();

    private final PluginEntry entry;
    private final ClassLoader theirs;

    Border(PluginEntry entry, ClassLoader theirs) {
        this.entry = entry;
        this.theirs = theirs;
    }

    /** The context in which the plugin's code runs. */
    ClassLoader theirs() {
        return theirs;
    }

    /** Hands an object of the plugin's to Chandler. */
    <T> T inward(Class<T> type, T object) {
        return type.cast(proxy(type, new Theirs(object)));
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(OURS, new Class<?>[] {type}, handler);
    }

    /**
     * Hands over an error.
     *
     * @param error what came out of the plugin
     * @param call where it came from
     * @param declared what may come from there besides {@link ChandlerException}
     * @return what Chandler is to see
     */
    Throwable blamed(Throwable error, String call, Class<?>... declared) {
        boolean allowed =
                error instanceof ChandlerException || Stream.of(declared).anyMatch(type -> type.isInstance(error));
        return allowed ? error : new PluginException(Refusals.failed(entry, call, error), error);
    }

    /** An object of one side, as the other one sees it. */
    private abstract static class Handler implements InvocationHandler {

        final Object target;

        Handler(Object target) {
            this.target = target;
        }

        @Override
        public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> args != null && proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> name();
                };
            }
            @Nullable Object[] result = new @Nullable Object[1];
            ContextLoader.<Object, Throwable>within(context(), () -> {
                result[0] = call(method, args == null ? new Object[0] : args);
                return result;
            });
            return result[0];
        }

        /** Must not ask the plugin, which may fail at that, too. */
        private String name() {
            return target.getClass().getName();
        }

        abstract ClassLoader context();

        abstract @Nullable Object call(Method method, Object[] args) throws Throwable;

        static @Nullable Object called(Object target, Method method, @Nullable Object[] args) throws Throwable {
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw Objects.requireNonNullElse(e.getCause(), e);
            }
        }
    }

    private final class Theirs extends Handler {

        Theirs(Object target) {
            super(target);
        }

        @Override
        ClassLoader context() {
            return theirs;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked")
        @Nullable
        Object call(Method method, Object[] args) throws Throwable {
            String call = method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
            try {
                Type[] types = method.getGenericParameterTypes();
                @Nullable Object[] passed = new @Nullable Object[args.length];
                for (int at = 0; at < args.length; at++) {
                    passed[at] = outward(types[at], args[at]);
                }
                @Nullable Object result = called(target, method, passed);
                return method.getReturnType() == void.class
                        ? null
                        : inward(method.getGenericReturnType(), method.getAnnotatedReturnType(), result, call);
            } catch (Throwable e) {
                throw blamed(e, call, allowed(method));
            }
        }
    }

    /** The way in which an engine says that it can't do what it is asked for is none that javac makes it declare. */
    private static Class<?>[] allowed(Method method) {
        return method.getDeclaringClass() == Engine.class && REFUSING.contains(method.getName())
                ? new Class<?>[] {UnsupportedOperationException.class, InterruptedException.class}
                : method.getExceptionTypes();
    }

    private final class Ours extends Handler {

        Ours(Object target) {
            super(target);
        }

        @Override
        ClassLoader context() {
            return OURS;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked")
        @Nullable
        Object call(Method method, Object[] args) throws Throwable {
            Type[] types = method.getGenericParameterTypes();
            AnnotatedType[] annotated = method.getAnnotatedParameterTypes();
            String call = "what " + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "() is given";
            @Nullable Object[] passed = new @Nullable Object[args.length];
            for (int at = 0; at < args.length; at++) {
                passed[at] = inward(types[at], annotated[at], args[at], call);
            }
            return outward(method.getGenericReturnType(), called(target, method, passed));
        }
    }

    /** As Chandler sees what a plugin gives. */
    private @Nullable Object inward(Type type, AnnotatedElement annotated, @Nullable Object value, String call) {
        if (value == null && annotated.isAnnotationPresent(Nullable.class)) {
            return null;
        }
        return inward(type, value, call);
    }

    private Object inward(Type type, @Nullable Object value, String call) {
        if (value == null) {
            throw new NullPointerException(call + " is null");
        }
        Class<?> raw = raw(type);
        if (isHandedOver(raw)) {
            return Proxy.isProxyClass(value.getClass()) && Proxy.getInvocationHandler(value) instanceof Ours ours
                    ? ours.target
                    : proxy(raw, new Theirs(value));
        }
        if (value instanceof InputStream stream && raw == InputStream.class) {
            return new BorderStream(stream, this, call);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(each -> inward(argument(type, 0), each, call));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) ->
                    copy.put(inward(argument(type, 0), key, call), inward(argument(type, 1), each, call)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof Collection<?> several && raw != Object.class) {
            return copy(raw, several, argument(type, 0), call);
        }
        requireWhole(value, call);
        return value;
    }

    private Object copy(Class<?> raw, Collection<?> several, Type type, String call) {
        Collection<Object> copy = raw == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
        several.forEach(each -> copy.add(inward(type, each, call)));
        return copy instanceof Set<Object> set
                ? Collections.unmodifiableSet(set)
                : Collections.unmodifiableList((List<Object>) copy);
    }

    /** The records of api don't look themselves. */
    private static void requireWhole(Object value, String call) {
        if (!value.getClass().isRecord() || !value.getClass().getName().startsWith(API)) {
            return;
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = part(component, value);
            if (part == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new NullPointerException("%s is a %s whose %s is null"
                        .formatted(call, value.getClass().getSimpleName(), component.getName()));
            }
            if (part != null) {
                requireWhole(part, call);
            }
        }
    }

    private static @Nullable Object part(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the plugin sees what Chandler gives. */
    private @Nullable Object outward(Type type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        Class<?> raw = raw(type);
        if (isHandedOver(raw)) {
            return Proxy.isProxyClass(value.getClass()) && Proxy.getInvocationHandler(value) instanceof Theirs theirs
                    ? theirs.target
                    : proxy(raw, new Ours(value));
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(each -> outward(argument(type, 0), each));
        }
        return value;
    }

    private static boolean isHandedOver(Class<?> type) {
        return type.isInterface() && !type.isSealed() && type.getName().startsWith(API);
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    private static Type argument(Type type, int at) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[at]
                : Object.class;
    }
}
