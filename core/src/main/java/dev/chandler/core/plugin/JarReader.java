package dev.chandler.core.plugin;

import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Reads what a jar says of itself: headers, declared classes and their Java level. Loads no class. */
final class JarReader {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Pattern API_CLASS = Pattern.compile("(META-INF/versions/\\d+/)?dev/chandler/api/.*\\.class");
    private static final int JAVA_1_MAJOR = 44;

    private JarReader() {}

    /**
     * Reads a jar.
     *
     * @param file the jar
     * @return what it says; where it is broken, with the refusal
     * @throws IOException if that may be another time, as when it isn't readable; not if the jar itself is broken
     */
    static JarFacts read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            return read(file, jar);
        } catch (ZipException | EOFException e) {
            return JarFacts.refused(PluginHeaders.NONE, Refusals.unreadable(file, e));
        }
    }

    private static JarFacts read(Path file, JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        PluginHeaders headers =
                manifest == null ? PluginHeaders.NONE : PluginHeaders.from(manifest.getMainAttributes());
        if (headers.id().isEmpty()) {
            return JarFacts.refused(headers, Refusals.notAPlugin(file));
        }
        Optional<Problem> problem = check(file, jar, headers);
        return problem.isPresent() ? JarFacts.refused(headers, problem.get()) : classes(file, jar, headers);
    }

    private static Optional<Problem> check(Path file, JarFile jar, PluginHeaders headers) {
        return headers.missing()
                .map(header -> Refusals.missingHeader(file, headers, header))
                .or(() -> badId(file, headers))
                .or(() -> bundledApi(jar).map(entry -> Refusals.bundlesApi(file, headers, entry)))
                .or(() -> ApiRange.check(file, headers));
    }

    private static Optional<Problem> badId(Path file, PluginHeaders headers) {
        return badId(file, PluginHeaders.ID, List.of(headers.id()))
                .or(() -> badId(file, PluginHeaders.ENGINES, headers.engines()))
                .or(() -> badId(file, PluginHeaders.PROVISIONERS, headers.provisioners()));
    }

    private static Optional<Problem> badId(Path file, String header, List<String> ids) {
        return ids.stream()
                .filter(id -> !ID.matcher(id).matches())
                .findFirst()
                .map(id -> Refusals.badId(file, header, id));
    }

    private static Optional<String> bundledApi(JarFile jar) {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> API_CLASS.matcher(name).matches())
                .findFirst();
    }

    private static JarFacts classes(Path file, JarFile jar, PluginHeaders headers) throws IOException {
        List<String> engines = headers.engines().isEmpty() ? List.of() : services(jar, EngineFactory.class);
        List<String> provisioners = headers.provisioners().isEmpty() ? List.of() : services(jar, Provisioner.class);
        Optional<Problem> problem = undeclared(file, headers, EngineFactory.class, headers.engines(), engines)
                .or(() -> undeclared(file, headers, Provisioner.class, headers.provisioners(), provisioners));
        int level = 0;
        List<String> all = new ArrayList<>(engines);
        all.addAll(provisioners);
        for (String name : all) {
            JarEntry entry = jar.getJarEntry(name.replace('.', '/') + ".class");
            if (entry == null) {
                problem = problem.or(() -> Optional.of(
                        Refusals.missingExtension(file, headers, "the class " + name + " is not in the jar")));
            } else {
                level = Math.max(level, javaLevel(jar, entry));
            }
        }
        return new JarFacts(headers, engines, provisioners, level, problem);
    }

    private static Optional<Problem> undeclared(
            Path file, PluginHeaders headers, Class<?> type, List<String> ids, List<String> classes) {
        return ids.isEmpty() || !classes.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusals.missingExtension(
                        file, headers, "it provides %s, but %s names no class".formatted(ids, service(type))));
    }

    private static String service(Class<?> type) {
        return "META-INF/services/" + type.getName();
    }

    private static List<String> services(JarFile jar, Class<?> type) throws IOException {
        JarEntry entry = jar.getJarEntry(service(type));
        if (entry == null) {
            return List.of();
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .toList();
        }
    }

    private static int javaLevel(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort() - JAVA_1_MAJOR;
        }
    }
}
