package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Reads what a plugin's file, a jar or a zip, says of itself: headers, declared classes and their Java level. Loads no class. */
final class JarReader {

    /** How a class file has to begin to say which Java it is for. */
    static final int HEAD_BYTES = 8;

    /** A list of further jars, which Java 17 loads classes from. */
    private static final String JAR_INDEX = "META-INF/INDEX.LIST";

    private static final int LONGEST_SHOWN = 200;

    /** No manifest and no list of services is as large as that. */
    static final int SMALL_BYTES = 1 << 20;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
    private static final Set<String> WANTED =
            Set.of(JarFile.MANIFEST_NAME, service(EngineFactory.class), service(Provisioner.class));
    private static final Pattern API_CLASS = Pattern.compile("(META-INF/versions/\\d+/)?dev/chandler/api/.*\\.class");

    private final Path file;
    private final JarContent jar;

    private JarReader(Path file, JarContent jar) {
        this.file = file;
        this.jar = jar;
    }

    /**
     * Reads a file.
     *
     * @param file a jar, or a zip
     * @return what it says; where it is broken, with the refusal
     * @throws IOException if that may be another time, as when it isn't readable; not if the file itself is broken
     */
    static JarFacts read(Path file) throws IOException {
        return orRefused(
                file,
                PluginHeaders.NONE,
                () -> String.valueOf(file.getFileName()).endsWith(".zip") ? zip(file) : jar(file));
    }

    /** A part of the reading. */
    private interface Reading {
        JarFacts facts() throws IOException;
    }

    /** The headers that are known by then stay known: whoever needs what they name is told why it can't be had. */
    private static JarFacts orRefused(Path file, PluginHeaders headers, Reading reading) throws IOException {
        try {
            return reading.facts();
        } catch (PluginZip.NoPluginException e) {
            return JarFacts.refused(headers, Refusals.noPluginZip(file, e));
        } catch (UnsafeZipException e) {
            return JarFacts.refused(headers, Refusals.unsafe(file, e));
        } catch (ZipException | EOFException | RuntimeException | LinkageError e) {
            // What is broken in the right place makes the readers throw about anything, and look for what isn't here.
            return JarFacts.refused(headers, Refusals.unreadable(file, e));
        }
    }

    private static JarFacts jar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            return new JarReader(file, new OpenJar(jar)).facts();
        }
    }

    private static JarFacts zip(Path file) throws IOException {
        try (PluginZip zip = PluginZip.open(file)) {
            UnpackLimit room = new UnpackLimit();
            JarFacts own = own(file, zip, room);
            JarFacts facts = own.refusal().isPresent()
                    ? own
                    : orRefused(file, own.headers(), () -> withLibraries(file, zip, own, room));
            List<ZipMember> members = new ArrayList<>(List.of(zip.jar()));
            members.addAll(zip.libraries());
            return facts.inZip(members, digest(file));
        }
    }

    private static JarFacts own(Path file, PluginZip zip, UnpackLimit room) throws IOException {
        try (InputStream in = zip.open(zip.jar())) {
            return new JarReader(file, NestedJar.read(in, room, WANTED)).facts();
        }
    }

    private static JarFacts withLibraries(Path file, PluginZip zip, JarFacts own, UnpackLimit room) throws IOException {
        for (ZipMember library : zip.libraries()) {
            try (InputStream in = zip.open(library)) {
                JarContent content = NestedJar.library(in, room);
                Optional<String> bundled = bundledApi(content);
                if (bundled.isPresent()) {
                    String entry = library.path() + "!/" + bundled.get();
                    return JarFacts.refused(own.headers(), Refusals.bundlesApi(file, own.headers(), entry));
                }
                Optional<String> outside = outside(content);
                if (outside.isPresent()) {
                    return JarFacts.refused(
                            own.headers(), Refusals.reachesOut(file, own.headers(), library.path(), outside.get()));
                }
            }
        }
        return own;
    }

    /** The digest of a whole file. */
    static Digest digest(Path file) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.of(sha256);
    }

    private JarFacts facts() throws IOException {
        PluginHeaders headers = jar.manifest()
                .map(manifest -> PluginHeaders.from(manifest.getMainAttributes()))
                .orElse(PluginHeaders.NONE);
        if (headers.id().isEmpty()) {
            return JarFacts.refused(headers, Refusals.notAPlugin(file));
        }
        return orRefused(file, headers, () -> {
            Optional<Problem> problem = check(headers);
            if (problem.isEmpty()) {
                problem = outside(jar)
                        .map(what -> Refusals.reachesOut(file, headers, String.valueOf(file.getFileName()), what));
            }
            return problem.isPresent() ? JarFacts.refused(headers, problem.get()) : classes(headers);
        });
    }

    private Optional<Problem> check(PluginHeaders headers) {
        return headers.missing()
                .map(header -> Refusals.missingHeader(file, headers, header))
                .or(() -> badId(headers))
                .or(() -> bundledApi(jar).map(entry -> Refusals.bundlesApi(file, headers, entry)))
                .or(() -> ApiRange.check(file, headers));
    }

    private Optional<Problem> badId(PluginHeaders headers) {
        return bad(ID, PluginHeaders.ID, List.of(headers.id()))
                .or(() -> bad(ID, PluginHeaders.ENGINES, headers.engines()))
                .or(() -> bad(ID, PluginHeaders.PROVISIONERS, headers.provisioners()))
                .or(() -> Dependency.unreadable(headers.dependencies())
                        .map(text -> Refusals.badDependency(file, headers, text)))
                .or(() -> headers.exports().stream()
                        .filter(name -> !PACKAGE.matcher(name).matches())
                        .findFirst()
                        .map(name -> Refusals.badExport(file, headers, name)));
    }

    private Optional<Problem> bad(Pattern wanted, String header, List<String> ids) {
        return ids.stream()
                .filter(id -> !wanted.matcher(id).matches())
                .findFirst()
                .map(id -> Refusals.badId(file, header, id));
    }

    private static Optional<String> bundledApi(JarContent jar) {
        return jar.names().filter(name -> API_CLASS.matcher(name).matches()).findFirst();
    }

    /** What in a jar has a class loader look beside it, where nobody has looked at what lies there. */
    private static Optional<String> outside(JarContent jar) throws IOException {
        Optional<byte[]> manifest = jar.content(JarFile.MANIFEST_NAME);
        Optional<String> classPath = (manifest.isEmpty()
                        ? Optional.<Attributes>empty()
                        : Optional.of(main(manifest.get())))
                .map(main -> main.getValue(Attributes.Name.CLASS_PATH))
                .filter(value -> !value.isBlank())
                .map(value ->
                        "Class-Path in its META-INF/MANIFEST.MF names \"%s\"".formatted(shortened(value.strip())));
        return classPath.isPresent()
                ? classPath
                : jar.names().filter(JAR_INDEX::equals).findFirst().map(name -> "it has a " + name);
    }

    /** The first section, behind which a library may have any number of others. */
    private static Attributes main(byte[] manifest) throws IOException {
        for (int at = 1; at < manifest.length; at++) {
            boolean endsLine = manifest[at - 1] == '\n' || (manifest[at - 1] == '\r' && manifest[at] == '\r');
            if (endsLine && (manifest[at] == '\n' || manifest[at] == '\r')) {
                return new Manifest(new ByteArrayInputStream(manifest, 0, at)).getMainAttributes();
            }
        }
        if (manifest.length >= SMALL_BYTES) {
            throw new ZipException("the first section of a META-INF/MANIFEST.MF is larger than anything of its kind");
        }
        return new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private JarFacts classes(PluginHeaders headers) throws IOException {
        List<String> engines = headers.engines().isEmpty() ? List.of() : services(EngineFactory.class);
        List<String> provisioners = headers.provisioners().isEmpty() ? List.of() : services(Provisioner.class);
        Optional<Problem> problem = undeclared(headers, EngineFactory.class, headers.engines(), engines)
                .or(() -> undeclared(headers, Provisioner.class, headers.provisioners(), provisioners));
        int level = 0;
        List<String> all = new ArrayList<>(engines);
        all.addAll(provisioners);
        for (String name : all) {
            Optional<byte[]> head = jar.head(name.replace('.', '/') + ".class");
            if (head.isEmpty()) {
                problem = problem.or(() -> Optional.of(
                        Refusals.missingExtension(file, headers, "the class " + name + " is not in the jar")));
            } else {
                level = Math.max(level, JavaLevel.of(head.get()));
            }
        }
        return JarFacts.of(headers, engines, provisioners, level, problem);
    }

    private Optional<Problem> undeclared(PluginHeaders headers, Class<?> type, List<String> ids, List<String> classes) {
        return ids.isEmpty() || !classes.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusals.missingExtension(
                        file, headers, "it provides %s, but %s names no class".formatted(ids, service(type))));
    }

    private static String service(Class<?> type) {
        return "META-INF/services/" + type.getName();
    }

    private List<String> services(Class<?> type) throws IOException {
        return jar.content(service(type))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("")
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }
}
