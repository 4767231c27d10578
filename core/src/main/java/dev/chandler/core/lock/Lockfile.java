package dev.chandler.core.lock;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.manifest.yaml.QuotedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a project has pinned: {@code chandler.lock}, beside its manifest. Immutable.
 *
 * <p>Its text follows from what it has alone, so that two who pin the same have the same file, wherever they are.
 */
public final class Lockfile {

    /** The file's name. */
    public static final String NAME = "chandler.lock";

    static final int FORMAT = 1;

    private static final String HEADER =
            "# Written by chandler. It belongs under version control, and is not for editing by hand.\n";

    private final Map<String, LockedPlugin> plugins;
    private final SortedSet<LockedModule> modules;
    private final SortedSet<LockedBase> bases;
    private final Optional<String> vendored;

    Lockfile(
            Map<String, LockedPlugin> plugins,
            Collection<LockedModule> modules,
            Collection<LockedBase> bases,
            Optional<String> vendored) {
        this.plugins = new TreeMap<>(plugins);
        this.modules = new TreeSet<>(LockedModule.ORDER);
        this.modules.addAll(modules);
        this.bases = new TreeSet<>(LockedBase.ORDER);
        this.bases.addAll(bases);
        this.vendored = vendored;
    }

    /**
     * A lock that pins nothing.
     *
     * @return an empty one
     */
    public static Lockfile empty() {
        return new Lockfile(Map.of(), List.of(), List.of(), Optional.empty());
    }

    /**
     * Reads a project's lock.
     *
     * @param project the project's folder
     * @param workingDirectory what messages name the file relative to
     * @return the lock; an empty one where there is no such file
     * @throws ManifestException with all that is wrong with it
     */
    public static Lockfile read(Path project, Path workingDirectory) {
        Path file = project.resolve(NAME);
        // A link to nowhere is no lock that is not there.
        if (Files.notExists(file, NOFOLLOW_LINKS)) {
            return empty();
        }
        ProblemLog problems = new ProblemLog();
        Lockfile lock = new SourceReader(workingDirectory, problems)
                .read(file)
                .map(read -> new LockReader(problems).read(read))
                .orElseGet(Lockfile::empty);
        problems.throwIfAny();
        return lock;
    }

    /**
     * The plugins.
     *
     * @return sorted by id
     */
    public Collection<LockedPlugin> plugins() {
        return List.copyOf(plugins.values());
    }

    /**
     * One plugin.
     *
     * @param id its id
     * @return what is pinned of it, if anything
     */
    public Optional<LockedPlugin> plugin(String id) {
        return Optional.ofNullable(plugins.get(id));
    }

    /**
     * The same with another plugin, in the place of what has its id.
     *
     * @param plugin the plugin
     * @return the new lock
     */
    public Lockfile with(LockedPlugin plugin) {
        Map<String, LockedPlugin> all = new TreeMap<>(plugins);
        all.put(plugin.id(), plugin);
        return new Lockfile(all, modules, bases, vendored);
    }

    /**
     * The same without a plugin.
     *
     * @param id the plugin's id
     * @return the new lock
     */
    public Lockfile without(String id) {
        Map<String, LockedPlugin> all = new TreeMap<>(plugins);
        all.remove(id);
        return new Lockfile(all, modules, bases, vendored);
    }

    /**
     * The modules.
     *
     * @return sorted by name, version and source; the manifests of a project may need several versions of one module, and have
     *     one from several places
     */
    public List<LockedModule> modules() {
        return List.copyOf(modules);
    }

    /**
     * The same with other modules.
     *
     * @param all the modules, in the place of all that there are; those of one version of one name with the same content
     * @return the new lock
     */
    public Lockfile withModules(Collection<LockedModule> all) {
        return new Lockfile(plugins, all, bases, vendored);
    }

    /**
     * The images that bases and toolboxes are.
     *
     * @return sorted by name, engine and platform
     */
    public List<LockedBase> bases() {
        return List.copyOf(bases);
    }

    /**
     * One image.
     *
     * @param reference what a manifest names
     * @param engine the engine's id
     * @param platform what it is to run on
     * @return what is pinned of it, if anything
     */
    public Optional<LockedBase> base(String reference, String engine, Platform platform) {
        return bases.stream()
                .filter(base -> base.isFor(reference, engine, platform))
                .findFirst();
    }

    /**
     * The same with another image, in the place of what has its name there.
     *
     * @param base the image
     * @return the new lock
     */
    public Lockfile with(LockedBase base) {
        List<LockedBase> all = new ArrayList<>(bases);
        all.removeIf(other -> other.isFor(base.reference(), base.engine(), base.platform()));
        all.add(base);
        return new Lockfile(plugins, modules, all, vendored);
    }

    /**
     * The same with no images but some, for whatever engine and platform.
     *
     * @param references what manifests name
     * @return the new lock
     */
    public Lockfile withBases(Collection<String> references) {
        return new Lockfile(
                plugins,
                modules,
                bases.stream()
                        .filter(base -> references.contains(base.reference()))
                        .toList(),
                vendored);
    }

    /**
     * Where copies of the modules are, where it is not the usual folder.
     *
     * @return a folder relative to the project's, of plain words
     */
    public Optional<String> vendored() {
        return vendored;
    }

    /**
     * The same with copies of the modules elsewhere.
     *
     * @param folder relative to the project's; empty for the usual one
     * @return the new lock
     */
    public Lockfile vendoredIn(Optional<String> folder) {
        return new Lockfile(plugins, modules, bases, folder);
    }

    /**
     * The file's content.
     *
     * @return YAML
     */
    public String text() {
        StringBuilder text =
                new StringBuilder(HEADER).append("version: ").append(FORMAT).append('\n');
        vendored.ifPresent(folder ->
                text.append("vendored: ").append(QuotedText.of(folder)).append('\n'));
        entries(
                text,
                "plugins",
                plugins.values().stream()
                        .map(plugin -> entry("id", plugin.id(), plugin.version(), plugin.digest(), plugin.source())));
        entries(
                text,
                "modules",
                modules.stream()
                        .map(module ->
                                entry("name", module.name(), module.version(), module.digest(), module.source())));
        entries(text, "bases", bases.stream().map(Lockfile::entry));
        return text.toString();
    }

    private static void entries(StringBuilder text, String key, Stream<String> entries) {
        String all = entries.collect(Collectors.joining());
        if (!all.isEmpty()) {
            text.append(key).append(":\n").append(all);
        }
    }

    private static String entry(String key, String name, String version, Digest digest, String source) {
        return "  - " + key + ": " + QuotedText.of(name) + "\n    version: " + QuotedText.of(version) + "\n    digest: "
                + QuotedText.of(digest.toString()) + "\n    source: " + QuotedText.of(source) + '\n';
    }

    private static String entry(LockedBase base) {
        return "  - reference: " + QuotedText.of(base.reference()) + "\n    engine: " + QuotedText.of(base.engine())
                + "\n    platform: " + QuotedText.of(base.platform().toString()) + "\n    pinned: "
                + QuotedText.of(base.pinned())
                + '\n';
    }

    /**
     * Writes it, whole or not at all; a file that has this text already is left alone.
     *
     * @param project the project's folder
     * @throws PluginException if it cannot be written
     */
    public void write(Path project) {
        Path file = project.resolve(NAME);
        byte[] content = text().getBytes(StandardCharsets.UTF_8);
        try {
            if (Files.exists(file)
                    ? hasContent(file, content)
                    : plugins.isEmpty() && modules.isEmpty() && bases.isEmpty() && vendored.isEmpty()) {
                return;
            }
            Path temporary = Files.createTempFile(project, "." + NAME, ".tmp");
            try {
                // One that others of the project's cannot read would be of no use to them.
                Files.delete(temporary);
                Files.createFile(temporary);
                try (FileChannel channel = FileChannel.open(temporary, WRITE)) {
                    ByteBuffer left = ByteBuffer.wrap(content);
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                    channel.force(true);
                }
                Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unwritable(project, e);
        }
    }

    static PluginException unwritable(Path project, IOException e) {
        return new PluginException(
                Problem.of("CH-LOCK-003", "cannot write \"" + project.resolve(NAME) + "\"")
                        .because(words(e))
                        .remedy("let yourself write in that folder, and make room there"),
                e);
    }

    /** Without the names of files that are only there while it is written. */
    private static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static boolean hasContent(Path file, byte[] content) throws IOException {
        return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
    }
}
