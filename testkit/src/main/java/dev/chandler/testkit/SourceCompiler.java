package dev.chandler.testkit;

import dev.chandler.api.ApiVersion;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles Java source text in memory, for Java 17 and with the API on the class path, and nothing else but what is named. */
final class SourceCompiler {

    private static final int JAVA_1_MAJOR = 44;

    private SourceCompiler() {}

    /**
     * Compiles.
     *
     * @param sources source text by full class name
     * @param javaLevel the Java version to be written into the classes
     * @param classPath jars besides the API
     * @return class files by their path in a jar
     * @throws IllegalArgumentException with the compiler's words, if it finds an error
     */
    static Map<String, byte[]> compile(Map<String, String> sources, int javaLevel, List<Path> classPath) {
        Map<String, byte[]> classes = new HashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Outputs outputs = new Outputs(compiler.getStandardFileManager(null, null, null));
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-classpath",
                apiClassPath()
                        + classPath.stream()
                                .map(jar -> File.pathSeparator + jar)
                                .collect(Collectors.joining()));
        List<Source> units = sources.entrySet().stream()
                .map(entry -> new Source(entry.getKey(), entry.getValue()))
                .toList();
        StringWriter words = new StringWriter();
        if (!compiler.getTask(words, outputs, null, options, null, units).call()) {
            throw new IllegalArgumentException(words.toString());
        }
        outputs.written.forEach((name, bytes) -> {
            byte[] content = bytes.toByteArray();
            content[7] = (byte) (javaLevel + JAVA_1_MAJOR);
            classes.put(name.replace('.', '/') + ".class", content);
        });
        return classes;
    }

    private static String apiClassPath() {
        try {
            return Path.of(ApiVersion.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        Outputs(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
