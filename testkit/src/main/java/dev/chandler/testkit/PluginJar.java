package dev.chandler.testkit;

import dev.chandler.api.ApiVersion;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.provision.Provisioner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Makes real plugin jars from Java source text, compiled against the API alone, as a stranger would.
 *
 * <p>What it makes by itself is a plugin that loads; the other methods spoil it in one way each:
 *
 * <pre>{@code
 * Path jar = PluginJar.of("motd")
 *         .provisioner("motd", "org.example.MotdProvisioner", source)
 *         .writeTo(folder);
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PluginJar {

    private final String id;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private int javaLevel = 17;

    private PluginJar(String id) {
        this.id = id;
        headers.put("Plugin-Id", id);
        headers.put("Plugin-Version", "1.0.0");
        headers.put("Plugin-Requires", ">=" + ApiVersion.current());
    }

    /**
     * Begins a plugin of version 1.0.0, for this API and newer ones.
     *
     * @param id the plugin's id
     * @return a builder
     */
    public static PluginJar of(String id) {
        return new PluginJar(id);
    }

    /**
     * Adds a provisioner: its class, its line in {@code META-INF/services} and its id in the headers.
     *
     * @param provisioner the provisioner's id
     * @param className the class's full name
     * @param source its source text
     * @return this
     */
    public PluginJar provisioner(String provisioner, String className, String source) {
        return extension("Chandler-Provisioners", provisioner, Provisioner.class, className, source);
    }

    /**
     * Adds an engine: its factory's class, its line in {@code META-INF/services} and its id in the headers.
     *
     * @param engine the engine's id
     * @param className the factory's full name
     * @param source its source text
     * @return this
     */
    public PluginJar engine(String engine, String className, String source) {
        return extension("Chandler-Engines", engine, EngineFactory.class, className, source);
    }

    /**
     * Adds a class that nothing declares.
     *
     * @param className the class's full name
     * @param source its source text
     * @return this
     */
    public PluginJar type(String className, String source) {
        sources.put(className, source);
        return this;
    }

    /**
     * Sets a header.
     *
     * @param name the header's name
     * @param value its value, or null for none
     * @return this
     */
    public PluginJar header(String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    /**
     * Sets the content of an entry, in place of what it would have.
     *
     * @param path the entry's path
     * @param content its bytes
     * @return this
     */
    public PluginJar entry(String path, byte[] content) {
        entries.put(path, content.clone());
        return this;
    }

    /**
     * Compiles the classes against a jar besides the API.
     *
     * @param jar a library of the plugin, or another plugin
     * @return this
     */
    public PluginJar against(Path jar) {
        classPath.add(jar);
        return this;
    }

    /**
     * Marks all classes as compiled for another Java, whatever compiled them.
     *
     * @param level the Java version, 17 or more
     * @return this
     */
    public PluginJar javaLevel(int level) {
        this.javaLevel = level;
        return this;
    }

    /**
     * Compiles and writes the jar.
     *
     * @param folder where to; it is made where it is missing
     * @return the jar, {@code ID-VERSION.jar}
     */
    public Path writeTo(Path folder) {
        return writeTo(
                folder, id + "-" + headers.getOrDefault("Plugin-Version", "0") + ".jar", UnaryOperator.identity());
    }

    /**
     * Compiles and writes a zip: the jar at its top, and libraries in {@code lib/}.
     *
     * @param folder where to; it is made where it is missing
     * @param libraries the jars that the plugin brings
     * @return the zip, {@code ID-VERSION.zip}
     */
    public Path zipTo(Path folder, Path... libraries) {
        try {
            Path parts = Files.createTempDirectory("plugin-jar");
            Path jar = writeTo(parts);
            Map<String, byte[]> content = new TreeMap<>(Map.of(jar.getFileName().toString(), Files.readAllBytes(jar)));
            for (Path library : libraries) {
                content.put("lib/" + library.getFileName(), Files.readAllBytes(library));
            }
            Files.delete(jar);
            Files.delete(parts);
            return zip(folder.resolve(jar.getFileName().toString().replace(".jar", ".zip")), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a zip of anything.
     *
     * @param file the zip; its folder is made where it is missing
     * @param content the entries by path
     * @return the zip
     */
    public static Path zip(Path file, Map<String, byte[]> content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
                for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                    out.putNextEntry(new ZipEntry(entry.getKey()));
                    out.write(entry.getValue());
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compiles and writes the jar under a name of its own, without some of its entries.
     *
     * @param folder where to; it is made where it is missing
     * @param name the file's name
     * @param spoil changes the entries, by path, before they are written
     * @return the jar
     */
    public Path writeTo(Path folder, String name, UnaryOperator<Map<String, byte[]>> spoil) {
        Map<String, byte[]> content = new TreeMap<>(SourceCompiler.compile(sources, javaLevel, classPath));
        content.putAll(entries);
        try {
            Files.createDirectories(folder);
            Path jar = folder.resolve(name);
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(file, manifest())) {
                for (Map.Entry<String, byte[]> entry : spoil.apply(content).entrySet()) {
                    out.putNextEntry(new ZipEntry(entry.getKey()));
                    out.write(entry.getValue());
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PluginJar extension(String header, String extension, Class<?> type, String className, String source) {
        headers.merge(header, extension, (before, more) -> before + ", " + more);
        entries.merge(
                "META-INF/services/" + type.getName(),
                (className + "\n").getBytes(StandardCharsets.UTF_8),
                PluginJar::joined);
        return type(className, source);
    }

    private static byte[] joined(byte[] before, byte[] more) {
        return (new String(before, StandardCharsets.UTF_8) + new String(more, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        return manifest;
    }
}
