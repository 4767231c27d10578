package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
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
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Reads what a plugin's file, a jar or a zip, says of itself: headers, declared classes and their Java level. Loads no class. */
final class JarReader {

    /** How a class file has to begin to say which Java it is for. */
    static final int HEAD_BYTES = 8;

    /** No manifest and no list of services is as large as that. */
    static final int SMALL_BYTES = 1 << 20;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
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
        try {
            return String.valueOf(file.getFileName()).endsWith(".zip") ? zip(file) : jar(file);
        } catch (PluginZip.NoPluginException e) {
            return JarFacts.refused(PluginHeaders.NONE, Refusals.noPluginZip(file, e));
        } catch (UnsafeZipException e) {
            return JarFacts.refused(PluginHeaders.NONE, Refusals.unsafe(file, e));
        } catch (ZipException | EOFException | RuntimeException e) {
            // What is broken in the right place makes the JDK's readers throw about anything.
            return JarFacts.refused(PluginHeaders.NONE, Refusals.unreadable(file, e));
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
            JarFacts facts = new JarReader(file, nested(zip, zip.jar(), room)).facts();
            for (ZipMember library : zip.libraries()) {
                Optional<String> bundled = bundledApi(nested(zip, library, room));
                if (bundled.isPresent() && facts.refusal().isEmpty()) {
                    String entry = library.path() + "!/" + bundled.get();
                    facts = JarFacts.refused(facts.headers(), Refusals.bundlesApi(file, facts.headers(), entry));
                }
            }
            List<ZipMember> members = new ArrayList<>(List.of(zip.jar()));
            members.addAll(zip.libraries());
            return facts.unpacked(members, digest(file));
        }
    }

    private static NestedJar nested(PluginZip zip, ZipMember member, UnpackLimit room) throws IOException {
        try (InputStream in = zip.open(member)) {
            return NestedJar.read(in, room);
        }
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
        Optional<Problem> problem = check(headers);
        return problem.isPresent() ? JarFacts.refused(headers, problem.get()) : classes(headers);
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
