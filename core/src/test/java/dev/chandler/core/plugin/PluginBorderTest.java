package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that fails in every method there is, in every way there is: what comes out of it names it. */
class PluginBorderTest {

    private static final List<String> FAILURES = List.of(
            "throw new IllegalStateException(\"no moon\");",
            "throw new NoClassDefFoundError(\"org/example/Gone\");",
            "throw new AssertionError(\"no moon\");",
            "return deeper();",
            "throw PluginBorder.<RuntimeException>unseen(new java.util.concurrent.TimeoutException(\"no moon\"));");

    @TempDir
    Path folder;

    @TempDir
    Path cache;

    @TestFactory
    Stream<DynamicTest> namesThePluginWhateverItThrows() {
        return FAILURES.stream()
                .flatMap(failure -> Stream.of(
                                Provisioner.class,
                                PreparedStep.class,
                                EngineFactory.class,
                                Engine.class,
                                Instance.class)
                        .map(type -> DynamicTest.dynamicTest(type.getSimpleName() + ": " + failure, () -> {
                            try (PluginHost host = open(failure)) {
                                assertNamed(type, given(host, type));
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> namesThePluginWhereItGivesNull() {
        return Stream.of(Provisioner.class, PreparedStep.class, EngineFactory.class, Engine.class, Instance.class)
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    try (PluginHost host = open("return null;")) {
                        for (Method method : methods(type)) {
                            if (!method.getReturnType().isPrimitive()) {
                                assertNamed(method, given(host, type));
                            }
                        }
                    }
                }));
    }

    @Test
    void namesThePluginWhereAPartOfWhatItGivesIsNull() {
        try (PluginHost host = open("throw new IllegalStateException();")) {
            assertThatThrownBy(() -> host.provisioner("half").orElseThrow().settings())
                    .isInstanceOf(PluginException.class)
                    .hasMessageContainingAll("CH-PLUGIN-012", "settings()");
            assertThatThrownBy(() -> host.engine("half").orElseThrow().endpoints(Optional.empty(), Map.of()))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContainingAll("CH-PLUGIN-012", "half-1.0.0.jar", "Endpoint whose address is null");
        }
    }

    @Test
    void letsAnEngineSayWhatItCannotDo() throws InterruptedException {
        try (PluginHost host = open("throw new UnsupportedOperationException(\"no moon\");")) {
            Engine engine = host.engine("fine").orElseThrow().connect(null, null, Map.of());

            assertThatThrownBy(() -> engine.require(Set.of()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("no moon");
            assertThatThrownBy(() -> engine.create(null)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> engine.claim(null, List.of())).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> engine.pull(null, null)).isInstanceOf(PluginException.class);
        }
    }

    @Test
    void guardsAllThatAStreamCanBeAskedFor() throws Exception {
        ClassLoader theirs = new ClassLoader("theirs", null) {};
        List<ClassLoader> contexts = new ArrayList<>();
        InputStream stream = new InputStream() {
            private IllegalStateException noMoon() {
                contexts.add(Thread.currentThread().getContextClassLoader());
                return new IllegalStateException("no moon");
            }

            @Override
            public int read() {
                throw noMoon();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                throw noMoon();
            }

            @Override
            public int available() {
                throw noMoon();
            }

            @Override
            public long skip(long count) {
                throw noMoon();
            }

            @Override
            public boolean markSupported() {
                throw noMoon();
            }

            @Override
            public void mark(int limit) {
                throw noMoon();
            }

            @Override
            public void reset() {
                throw noMoon();
            }

            @Override
            public void close() {
                throw noMoon();
            }
        };
        PluginEntry entry = new PluginEntry(
                PluginKind.DROPPED_IN,
                "folder",
                folder.resolve("bad.jar"),
                JarFacts.of(PluginHeaders.NONE, List.of(), List.of(), 0, Optional.empty()));
        InputStream guarded = new BorderStream(stream, new Border(entry, theirs), "a test");

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                guarded::read, guarded::readAllBytes, guarded::available, () -> guarded.skip(1), guarded::close)) {
            assertThatThrownBy(call)
                    .isInstanceOf(PluginException.class)
                    .hasMessageContainingAll("CH-PLUGIN-012", "a test", "no moon");
        }
        assertThat(contexts).hasSize(5).containsOnly(theirs);
        assertThat(guarded.markSupported()).isFalse();
        guarded.mark(1);
        assertThatThrownBy(guarded::reset).isInstanceOf(IOException.class);
        assertThat(Thread.currentThread().getContextClassLoader()).isNotSameAs(theirs);
    }

    @Test
    void isInThePluginsContextFromTheFirstClassOn() {
        String ours = "if (Thread.currentThread().getContextClassLoader() != %s.class.getClassLoader())"
                + " throw new IllegalStateException(\"not in my context\");";
        PluginJar.of("loader")
                .provisioner("loader", "org.example.Loader", """
                        package org.example;

                        import dev.chandler.api.provision.*;

                        public final class Loader implements Provisioner {
                            static { look(); }
                            private static void look() { %s }
                            public Loader() { look(); }
                            public String id() { look(); return "loader"; }
                            public String keyVersion() { look(); return "mine"; }
                            public PreparedStep prepare(ProvisionRequest request) { return null; }
                        }
                        """.formatted(ours.formatted("Loader")))
                .writeTo(folder);
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (PluginHost host = host()) {
            assertThat(host.provisioner("loader")).map(Provisioner::keyVersion).contains("mine");
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    private static void assertNamed(Class<?> type, Object given) throws IllegalAccessException {
        List<Method> methods = methods(type);
        assertThat(methods).isNotEmpty();
        for (Method method : methods) {
            assertNamed(method, given);
        }
    }

    private static void assertNamed(Method method, Object given) throws IllegalAccessException {
        Object[] args = Stream.of(method.getParameterTypes())
                .map(PluginBorderTest::argument)
                .toArray();
        Throwable thrown = catchThrowable(() -> {
            try {
                Object result = method.invoke(given, args);
                if (result instanceof InputStream stream) {
                    stream.read();
                }
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        assertThat(thrown)
                .as(method.toString())
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(
                        "CH-PLUGIN-012", "\"bad\" 1.0.0", "bad-1.0.0.jar", "." + method.getName() + "()");
    }

    private static Object argument(Class<?> type) {
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return type == String.class ? "" : null;
    }

    private static List<Method> methods(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                // Asked before anything is handed over.
                .filter(method -> !method.getName().equals("id") || type == Engine.class)
                .toList();
    }

    private static Object given(PluginHost host, Class<?> type) throws InterruptedException {
        if (type == Provisioner.class) {
            return host.provisioner("bad").orElseThrow();
        }
        if (type == PreparedStep.class) {
            return host.provisioner("fine").orElseThrow().prepare(null);
        }
        if (type == EngineFactory.class) {
            return host.engine("bad").orElseThrow();
        }
        Engine engine = host.engine("fine").orElseThrow().connect(null, null, Map.of());
        return type == Engine.class
                ? engine
                : host.engine("finest")
                        .orElseThrow()
                        .connect(null, null, Map.of())
                        .create(null);
    }

    private PluginHost open(String failure) {
        PluginJar.of("bad")
                .provisioner(
                        "bad",
                        "org.example.BadProvisioner",
                        implementing("BadProvisioner", Provisioner.class, failure, "id", "return \"bad\";"))
                .provisioner(
                        "fine",
                        "org.example.FineProvisioner",
                        implementing(
                                "FineProvisioner",
                                Provisioner.class,
                                failure,
                                "id",
                                "return \"fine\";",
                                "prepare",
                                "return new BadStep();"))
                .engine(
                        "bad",
                        "org.example.BadFactory",
                        implementing("BadFactory", EngineFactory.class, failure, "id", "return \"bad\";"))
                .engine(
                        "fine",
                        "org.example.FineFactory",
                        implementing(
                                "FineFactory",
                                EngineFactory.class,
                                failure,
                                "id",
                                "return \"fine\";",
                                "connect",
                                "return new BadEngine();"))
                .engine(
                        "finest",
                        "org.example.FinestFactory",
                        implementing(
                                "FinestFactory",
                                EngineFactory.class,
                                failure,
                                "id",
                                "return \"finest\";",
                                "connect",
                                "return new FineEngine();"))
                .type("org.example.BadStep", implementing("BadStep", PreparedStep.class, failure))
                .type("org.example.BadEngine", implementing("BadEngine", Engine.class, failure))
                .type(
                        "org.example.FineEngine",
                        implementing("FineEngine", Engine.class, failure, "create", "return new BadInstance();"))
                .type("org.example.BadInstance", implementing("BadInstance", Instance.class, failure))
                .type("org.example.PluginBorder", """
                        package org.example;
                        final class PluginBorder {
                            @SuppressWarnings("unchecked")
                            static <T extends Throwable> T unseen(Throwable error) throws T { throw (T) error; }
                        }
                        """)
                .writeTo(folder);
        PluginJar.of("half")
                .provisioner(
                        "half",
                        "org.example.Half",
                        implementing(
                                "Half",
                                Provisioner.class,
                                "throw new IllegalStateException();",
                                "id",
                                "return \"half\";",
                                "settings",
                                "return null;"))
                .engine(
                        "half",
                        "org.example.HalfFactory",
                        implementing(
                                "HalfFactory",
                                EngineFactory.class,
                                "throw new IllegalStateException();",
                                "id",
                                "return \"half\";",
                                "endpoints",
                                "return java.util.List.of(new dev.chandler.api.engine.Endpoint(null, null));"))
                .writeTo(folder);
        return host();
    }

    private PluginHost host() {
        return PluginHost.open(new PluginSources(
                List.of(),
                List.of(new PluginFolder(folder, "a test", true)),
                cache.resolve("plugins.index"),
                cache.resolve("plugins")));
    }

    /** A class that implements all of an interface, its defaults too, by failing; but for some methods. */
    private static String implementing(String name, Class<?> type, String failure, String... bodies) {
        StringBuilder source = new StringBuilder("package org.example;\npublic final class " + name + " implements "
                + type.getName() + " {\n  private <T> T deeper() { return this.<T>deeper(); }\n");
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            String body = failure;
            for (int at = 0; at < bodies.length; at += 2) {
                body = bodies[at].equals(method.getName()) ? bodies[at + 1] : body;
            }
            source.append(method(method, body));
        }
        return source.append("}\n").toString();
    }

    private static String method(Method method, String body) {
        StringBuilder parameters = new StringBuilder();
        for (int at = 0; at < method.getParameterCount(); at++) {
            parameters
                    .append(at == 0 ? "" : ", ")
                    .append(method.getGenericParameterTypes()[at].getTypeName().replace('$', '.'))
                    .append(" p")
                    .append(at);
        }
        Class<?> result = method.getReturnType();
        String statements = body;
        if (result == void.class && body.startsWith("return")) {
            statements = body.contains("null") ? "" : "deeper();";
        } else if (result.isPrimitive() && body.equals("return null;")) {
            statements = result == boolean.class ? "return false;" : "return 0;";
        } else if (result.isPrimitive() && body.equals("return deeper();")) {
            statements = result == boolean.class ? "return this.<Boolean>deeper();" : "return this.<Integer>deeper();";
        }
        return "  public " + method.getGenericReturnType().getTypeName().replace('$', '.') + " " + method.getName()
                + "(" + parameters + ") { " + statements + " }\n";
    }
}
