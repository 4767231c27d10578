package dev.chandler.cli.install;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.web.Web;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.trust.TrustPolicy;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Installs plugins into one folder: all that are asked for, or none. Used by one thread; whoever makes it closes it.
 */
public final class PluginInstaller implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final InstallFolder folder;
    private final InstallOptions options;
    private final Path project;
    private final Staging staging;
    private final DownloadCache cache;
    private final Web web;
    private final SourceReader reader;

    /**
     * Makes an installer.
     *
     * @param folder where to
     * @param options how
     * @param project the project's folder
     * @param downloads the folder of the cache
     * @param trust whose files may be installed
     * @param environment the client's environment
     */
    public PluginInstaller(
            InstallFolder folder,
            InstallOptions options,
            Path project,
            Path downloads,
            TrustPolicy trust,
            Map<String, String> environment) {
        this.folder = folder;
        this.options = options;
        this.project = project;
        this.cache = new DownloadCache(downloads);
        this.staging = new Staging(folder.path(), cache, trust);
        this.web = new Web(options.insecure(), SILENCE, LONGEST);
        this.reader = new SourceReader(
                project, web, DockerConfig.of(environment), new MavenProgram(environment, options.offline(), LONGEST));
    }

    /**
     * Installs from sources.
     *
     * @param sources as written
     * @param here what paths are relative to
     * @return what became of each
     * @throws ManifestException if one is no source
     * @throws PluginException if one of them cannot be installed; then none is
     * @throws InterruptedException if cancelled; then none is
     */
    public List<Installed> install(List<String> sources, Path here) throws InterruptedException {
        List<PluginSource> read = new ArrayList<>();
        sources.forEach(text -> read.addAll(reader.read(text, here)));
        if (options.digest().isPresent() && read.size() != 1) {
            throw new ManifestException(Problem.of("CH-PLUGIN-030", "--digest is for one file")
                    .because("there are " + read.size())
                    .remedy("install them one by one, or leave --digest out"));
        }
        Lockfile lock = folder.lock();
        List<StagedPlugin> staged = new ArrayList<>();
        try {
            for (PluginSource source : read) {
                staged.add(stage(source, lock));
            }
            requireOneEach(staged);
            return folder.put(staged, this::required, !options.locked());
        } finally {
            staged.forEach(StagedPlugin::close);
        }
    }

    private List<StagedPlugin> required(List<StagedPlugin> staged, Lockfile lock) {
        for (StagedPlugin each : staged) {
            requireAsBefore(each, lock);
            if (options.locked()) {
                requireLocked(each, lock);
            }
        }
        return staged;
    }

    private StagedPlugin stage(PluginSource source, Lockfile lock) throws InterruptedException {
        StagedPlugin staged = staged(source, lock);
        if (source.wantedId().isEmpty()) {
            return staged;
        }
        requireId(source.wantedId().get(), source.text(), staged);
        // An index may say that a file is another version than it is.
        return source.recorded(staged.plugin().version()).equals(staged.source())
                ? staged
                : refused(
                        staged, source.text(), "the version " + staged.source().replaceFirst(".*@", ""));
    }

    private StagedPlugin staged(PluginSource source, Lockfile lock) throws InterruptedException {
        Optional<LockedPlugin> locked =
                lock.plugins().stream().filter(source::gave).findFirst();
        if (options.offline() && !source.worksOffline()) {
            Optional<Digest> digest = options.digest().or(() -> locked.map(LockedPlugin::digest));
            Path cached = digest.flatMap(cache::find)
                    .orElseThrow(() -> new PluginException(notCached(source.text(), digest)));
            StagedPlugin staged = staging.stage(cached, digest.orElseThrow(), source.text(), "");
            String recorded = locked.filter(
                            pinned -> pinned.digest().equals(staged.plugin().digest()))
                    .map(LockedPlugin::source)
                    .orElseGet(() -> source.recorded(staged.plugin().version()));
            return new StagedPlugin(staged.temporary(), staged.suffix(), staged.plugin(), staged.signature(), recorded);
        }
        return fetch(source, options.digest());
    }

    private StagedPlugin fetch(PluginSource source, Optional<Digest> wanted) throws InterruptedException {
        try (Offer offer = source.offer()) {
            return staging.stage(offer, source.text(), wanted);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while asking for " + source.text());
            }
            throw new PluginException(Staging.unreachable(source.text(), String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Installs what is pinned and is not there.
     *
     * @return what became of each; empty where all is there
     * @throws ManifestException if nothing is pinned
     * @throws PluginException if one of them cannot be had; then none is installed
     * @throws InterruptedException if cancelled; then none is installed
     */
    public List<Installed> restore() throws InterruptedException {
        Collection<LockedPlugin> pinned = folder.lock().plugins();
        if (pinned.isEmpty()) {
            throw new ManifestException(Problem.of("CH-PLUGIN-046", "there is nothing to install")
                    .because("no SOURCE is named, and " + Lockfile.NAME + " has no plugins")
                    .remedy("name a file, a folder, an index, or what Maven or a registry has"));
        }
        List<StagedPlugin> staged = new ArrayList<>();
        try {
            Map<Path, PluginDescriptor> there = there();
            for (LockedPlugin plugin : pinned) {
                if (!isThere(plugin, there)) {
                    staged.add(restored(plugin));
                }
            }
            // The lock has them already, and may be one that nobody may write. Meanwhile it may have another of one, or
            // have it no more.
            return folder.put(
                    staged,
                    (all, lock) -> all.stream()
                            .filter(each -> lock.plugin(each.plugin().id())
                                    .filter(now ->
                                            now.digest().equals(each.plugin().digest()))
                                    .isPresent())
                            .toList(),
                    false);
        } finally {
            staged.forEach(StagedPlugin::close);
        }
    }

    private boolean isThere(LockedPlugin plugin, Map<Path, PluginDescriptor> all) {
        try {
            Optional<Path> file = InstallFolder.file(plugin, all);
            return file.isPresent() && staging.letsIn(plugin, file.get());
        } catch (IOException e) {
            return false;
        }
    }

    private Map<Path, PluginDescriptor> there() {
        try {
            return folder.all();
        } catch (IOException e) {
            return Map.of();
        }
    }

    private StagedPlugin restored(LockedPlugin plugin) throws InterruptedException {
        Optional<Path> cached = cache.find(plugin.digest());
        boolean fetchable = !options.offline() && !plugin.source().equals(LockedPlugin.FILE);
        if (cached.isPresent()) {
            try {
                return requireLockedOne(
                        plugin, staging.stage(cached.get(), plugin.digest(), plugin.source(), plugin.source()));
            } catch (PluginException e) {
                if (!fetchable) {
                    throw e;
                }
                // It may be signed by now.
            }
        }
        if (plugin.source().equals(LockedPlugin.FILE)) {
            throw new PluginException(
                    Problem.of("CH-PLUGIN-047", "where to get the plugin \"" + plugin.id() + "\" is not known")
                            .because(Lockfile.NAME + " says that it came from a file outside of the project, version "
                                    + plugin.version() + ", " + plugin.digest())
                            .remedy("get that file and install it: chandler plugin install FILE --locked"));
        }
        PluginSource source = source(plugin);
        if (options.offline() && !source.worksOffline()) {
            throw new PluginException(notCached(source.text(), Optional.of(plugin.digest())));
        }
        return requireLockedOne(plugin, fetch(source, Optional.of(plugin.digest())));
    }

    private PluginSource source(LockedPlugin plugin) {
        try {
            return reader.read(plugin.source(), project).get(0);
        } catch (ManifestException e) {
            Problem why = e.problems().get(0);
            throw new ManifestException(Problem.of(
                            "CH-LOCK-004",
                            "the source of the plugin \"" + plugin.id() + "\" in " + Lockfile.NAME + " is none")
                    .because(why.what() + why.why().map(more -> ": " + more).orElse(""))
                    .remedy("install the plugin from where it is: chandler plugin install SOURCE"));
        }
    }

    private static StagedPlugin requireLockedOne(LockedPlugin locked, StagedPlugin staged) {
        requireId(locked.id(), locked.source(), staged);
        return staged.plugin().version().equals(locked.version())
                ? staged
                : refused(staged, locked.source(), "the version " + locked.version());
    }

    /** A lock that was changed by hand, or an index, could give one plugin another's name. */
    private static StagedPlugin requireId(String id, String text, StagedPlugin staged) {
        return staged.plugin().id().equals(id) ? staged : refused(staged, text, "the plugin \"" + id + "\"");
    }

    private static StagedPlugin refused(StagedPlugin staged, String text, String wanted) {
        staged.close();
        throw new PluginException(Problem.of("CH-PLUGIN-032", "\"" + text + "\" is not " + wanted)
                .because("its file says that it is \"" + staged.plugin().id() + "\", version "
                        + staged.plugin().version() + "; nothing of it was left here")
                .remedy("ask whoever publishes it, or says so in " + Lockfile.NAME));
    }

    private static void requireOneEach(List<StagedPlugin> staged) {
        Map<String, StagedPlugin> byId = new HashMap<>();
        for (StagedPlugin each : staged) {
            StagedPlugin other = byId.putIfAbsent(each.plugin().id(), each);
            if (other != null && !other.plugin().digest().equals(each.plugin().digest())) {
                throw new PluginException(Problem.of(
                                "CH-PLUGIN-045",
                                "two of these are the plugin \"" + each.plugin().id() + "\"")
                        .because("one is version " + other.plugin().version() + ", "
                                + other.plugin().digest() + "; one is version "
                                + each.plugin().version() + ", " + each.plugin().digest())
                        .remedy("install one of the two"));
            }
        }
    }

    /** What is recorded gives the same file again, and where it doesn't, nobody is to notice it only by the lock's changes. */
    private static void requireAsBefore(StagedPlugin staged, Lockfile lock) {
        if (LockedPlugin.isFile(staged.source())) {
            return;
        }
        for (LockedPlugin locked : lock.plugins()) {
            if (locked.source().equals(staged.source())
                    && !locked.digest().equals(staged.plugin().digest())) {
                throw new PluginException(
                        Problem.of("CH-PLUGIN-032", "\"" + staged.source() + "\" is not the file that it was")
                                .because("its digest is " + staged.plugin().digest() + ", and " + Lockfile.NAME
                                        + " has it with " + locked.digest())
                                .remedy("ask whoever publishes it; if it is to be another, \"chandler plugin remove "
                                        + locked.id() + "\" first"));
            }
        }
    }

    private static void requireLocked(StagedPlugin staged, Lockfile lock) {
        Optional<LockedPlugin> locked = lock.plugin(staged.plugin().id());
        if (locked.isEmpty()) {
            throw new PluginException(
                    Problem.of("CH-PLUGIN-041", "plugin \"" + staged.plugin().id() + "\" is not in " + Lockfile.NAME)
                            .because("with --locked no other plugin is installed")
                            .remedy("install it without --locked, which puts it there"));
        }
        if (!locked.get().digest().equals(staged.plugin().digest())) {
            throw new PluginException(Problem.of(
                            "CH-PLUGIN-040",
                            "plugin \"" + staged.plugin().id() + "\" is not the one that " + Lockfile.NAME + " has")
                    .because("it is " + staged.plugin().digest() + ", version "
                            + staged.plugin().version() + "; locked is "
                            + locked.get().digest() + ", version "
                            + locked.get().version())
                    .remedy("install it without --locked, which locks it; or install the locked one"));
        }
    }

    private static Problem notCached(String text, Optional<Digest> digest) {
        return Problem.of("CH-PLUGIN-038", "\"" + text + "\" is not on this machine")
                .because(digest.map(wanted ->
                                "with --offline nothing is fetched, and no download is kept with the digest " + wanted)
                        .orElse("with --offline nothing is asked, and neither " + Lockfile.NAME
                                + " nor --digest says which file it is"))
                .remedy("go without --offline once, or install the plugin's file");
    }

    @Override
    public void close() {
        web.close();
    }
}
