package dev.chandler.cli;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.cli.install.InstallFolder;
import dev.chandler.cli.install.InstallOptions;
import dev.chandler.cli.install.PluginInstaller;
import dev.chandler.cli.install.PluginRemoval;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.cli.module.ModulePlaces;
import dev.chandler.core.Chandler;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.engine.EngineSelector;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.lock.BasePins;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.lock.ProjectLock;
import dev.chandler.core.module.ModuleResolver;
import dev.chandler.core.module.ResolveOptions;
import dev.chandler.core.module.content.ModuleCache;
import dev.chandler.core.module.content.VendoredModules;
import dev.chandler.core.module.content.VendoredModules.Use;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.observe.UserKey;
import dev.chandler.core.plugin.PluginFolder;
import dev.chandler.core.plugin.PluginFolders;
import dev.chandler.core.plugin.PluginHost;
import dev.chandler.core.plugin.PluginPins;
import dev.chandler.core.plugin.PluginSources;
import dev.chandler.core.run.LiveBuilds;
import dev.chandler.core.secret.RegistryLogins;
import dev.chandler.core.trust.PolicyFiles;
import dev.chandler.core.trust.TrustPolicy;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.dockerconfig.LoginFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: makes everything out of its parts, each once, when it is first asked for.
 *
 * <p>Thread-safe. Whoever makes it closes it.
 */
public final class Wiring implements AutoCloseable {

    private final Console console;
    private final UserFolders folders;
    private final List<PluginFolder> pluginFolders;
    private final Path project;
    private final boolean locked;
    private final Optional<Path> policy;
    private final Path systemPolicy;
    private final FetchOptions fetching;
    private final ProjectLock projectLock;
    private @Nullable TrustPolicy trust;
    private @Nullable PluginHost plugins;
    private @Nullable ModulePlaces places;
    private @Nullable VendoredModules vendored;

    /**
     * Makes the wiring.
     *
     * @param console what surrounds the command
     * @param pluginFolders {@code --plugins}
     * @param policy {@code --policy}
     * @param project the folder of the project
     * @param locked {@code --locked}
     * @param fetching how modules are fetched
     */
    public Wiring(
            Console console,
            List<Path> pluginFolders,
            Optional<Path> policy,
            Path project,
            boolean locked,
            FetchOptions fetching) {
        this(console, pluginFolders, policy, PolicyFiles.SYSTEM, project, locked, fetching);
    }

    /** Makes the same on a machine whose policy is elsewhere. */
    Wiring(
            Console console,
            List<Path> pluginFolders,
            Optional<Path> policy,
            Path systemPolicy,
            Path project,
            boolean locked,
            FetchOptions fetching) {
        this.console = console;
        this.folders = UserFolders.of(console.environment());
        this.pluginFolders = pluginFolders(pluginFolders, project);
        this.policy = policy;
        this.systemPolicy = systemPolicy;
        this.project = project;
        this.locked = locked;
        this.fetching = fetching;
        this.projectLock = new ProjectLock(project, console.workingDirectory(), guards());
    }

    private List<PluginFolder> pluginFolders(List<Path> pluginFolders, Path project) {
        return PluginFolders.of(
                Optional.ofNullable(System.getProperty("chandler.home")).map(Path::of),
                folders.data(),
                project,
                pluginFolders,
                console.environment());
    }

    private PluginSources sources() {
        return sources(PluginPins.of(lock(), locked));
    }

    private PluginSources sources(PluginPins pins) {
        return new PluginSources(
                PluginSources.classPathJars(),
                pluginFolders,
                folders.cache().resolve("plugins.index"),
                folders.cache().resolve("plugins"),
                pins,
                trust());
    }

    /**
     * Installs plugins; the caller closes it.
     *
     * @param user whether in the user's own folder, and not the project's
     * @param options how
     */
    public PluginInstaller installer(boolean user, InstallOptions options) {
        return new PluginInstaller(
                installFolder(user),
                options,
                project,
                folders.cache().resolve("downloads"),
                trust(),
                console.environment());
    }

    /**
     * Removes plugins.
     *
     * @param user whether from the user's own folder, and not the project's
     */
    public PluginRemoval removal(boolean user) {
        return new PluginRemoval(installFolder(user), this::knownPlugins);
    }

    private InstallFolder installFolder(boolean user) {
        return new InstallFolder(
                user ? PluginFolders.ofUser(folders.data()) : PluginFolders.ofProject(project),
                user ? Optional.empty() : Optional.of(projectLock),
                folders.cache().resolve("plugins.index"),
                guards());
    }

    /** The places that modules are had from. */
    public synchronized ModulePlaces modulePlaces() {
        ModulePlaces open = places;
        if (open == null) {
            open = new ModulePlaces(
                    fetching,
                    moduleCache(),
                    trust(),
                    this::vendored,
                    console.environment(),
                    console.workingDirectory());
            places = open;
        }
        return open;
    }

    /** The modules that were fetched to this machine. */
    public ModuleCache moduleCache() {
        return new ModuleCache(folders.cache().resolve("modules"));
    }

    /** The project's copies of modules, by its lock as it was when they were first asked for. */
    public synchronized VendoredModules vendored() {
        VendoredModules known = vendored;
        if (known == null) {
            Use use = fetching.vendoring() ? Use.REPLACED : locked ? Use.DEMANDED : Use.PREFERRED;
            known = VendoredModules.read(project, lock(), console.workingDirectory(), use);
            vendored = known;
        }
        return known;
    }

    /** What the project has pinned. */
    public Lockfile lock() {
        return projectLock().read();
    }

    /** The project's lock as a file. */
    public ProjectLock projectLock() {
        return projectLock;
    }

    /** What the names of images mean in the project. */
    public BasePins basePins() {
        return BasePins.of(projectLock(), locked);
    }

    /**
     * What may be let in, read when it is first asked for.
     *
     * @throws dev.chandler.api.problem.ManifestException if a policy file can't be read
     */
    public synchronized TrustPolicy trust() {
        TrustPolicy read = trust;
        if (read == null) {
            read = TrustPolicy.load(
                    PolicyFiles.of(
                            systemPolicy, folders.config(), policy, console.environment(), console.workingDirectory()),
                    console.workingDirectory());
            trust = read;
        }
        return read;
    }

    /** The console. */
    public Console console() {
        return console;
    }

    /** The user's folders. */
    public UserFolders folders() {
        return folders;
    }

    /** All plugins, looked for when they are first asked for: not every command needs any. */
    public synchronized PluginHost plugins() {
        PluginHost open = plugins;
        if (open == null) {
            open = PluginHost.open(sources());
            plugins = open;
        }
        return open;
    }

    /** All plugins, with what is wrong with any; the caller closes it. */
    public PluginHost surveyedPlugins() {
        return PluginHost.survey(sources());
    }

    /** All plugins, also where the environment names a folder that is not there; the caller closes it. */
    public PluginHost listedPlugins() {
        return PluginHost.list(sources());
    }

    /** The same, for who opens none of them, whatever is pinned; the caller closes it. */
    public PluginHost knownPlugins() {
        return PluginHost.list(sources(PluginPins.none()));
    }

    /**
     * All plugins, with one more file among them; the caller closes it.
     *
     * @param file a jar or zip anywhere
     */
    public PluginHost pluginsWith(Path file) {
        return PluginHost.with(sources(), file);
    }

    /** The pipeline. */
    public Chandler chandler() {
        return chandler(Map.of());
    }

    /**
     * The pipeline, with flags for provisioners.
     *
     * @param flags variables that provisioners find over those of the client's environment
     */
    public Chandler chandler(Map<String, String> flags) {
        return chandler(flags, modules());
    }

    /**
     * The pipeline of who builds: it adds to the project's lock what that does not have.
     *
     * @param flags variables that provisioners find over those of the client's environment
     */
    public Chandler building(Map<String, String> flags) {
        return chandler(flags, projectModules().obeying(resolving(), console.err()::println));
    }

    /**
     * The pipeline, with modules from elsewhere.
     *
     * @param modules finds the modules that manifests use
     */
    public Chandler chandler(ModuleResolver modules) {
        return chandler(Map.of(), modules);
    }

    private Chandler chandler(Map<String, String> flags, ModuleResolver modules) {
        Map<String, String> environment = new HashMap<>(console.environment());
        environment.putAll(flags);
        return new Chandler(
                provisioners(), modules, cache(), seal(), Clock.systemUTC(), environment, this::login, basePins());
    }

    /** The user's login at a registry, as a file for those who are to show it there. */
    private Optional<RegistryLogins.Login> login(String registry) throws InterruptedException {
        return DockerConfig.of(console.environment())
                .credentials(registry)
                .map(credentials -> new LoginFile(registry, credentials))
                .map(file -> new RegistryLogins.Login(file.text(), file.secrets()));
    }

    /** Finds the modules that manifests use, by the project's lock, which stays as it is. */
    public ModuleResolver modules() {
        return projectModules().noting(resolving(), graph -> {});
    }

    /** How modules are resolved, as the command line says. */
    public ResolveOptions resolving() {
        return new ResolveOptions(locked, fetching.offline(), name -> false);
    }

    /** The modules of the project. */
    public ProjectModules projectModules() {
        return new ProjectModules(
                project,
                console.workingDirectory(),
                folders.config(),
                projectLock,
                (reference, place) -> modulePlaces().of(reference, place));
    }

    private Path guards() {
        return folders.state().resolve("installs");
    }

    /** The provisioners. */
    public ProvisionerCatalog provisioners() {
        return provisioners(plugins());
    }

    /**
     * The provisioners of certain plugins.
     *
     * @param plugins the plugins, which stay the caller's to close
     */
    public ProvisionerCatalog provisioners(PluginHost plugins) {
        return new PluginProvisioners(plugins, this::lock);
    }

    /** The client's part of the cache. */
    public CacheStorage cache() {
        return new FileCacheStorage(folders.cache());
    }

    /** Makes the digests of what steps read from outside, by a key that stays when the cache is emptied. */
    public Seal seal() {
        return new Seal(new UserKey(folders.state()));
    }

    /** The running builds of this client. */
    public LiveBuilds builds() {
        return new LiveBuilds(folders.state().resolve("builds"));
    }

    /**
     * Which engines there are.
     *
     * @return the ids of all, those of refused plugins among them
     */
    public Set<String> engineIds() {
        return new PluginEngines(plugins()).allIds();
    }

    /**
     * Finds engines.
     *
     * @param buildId the id with which what is made there is labelled
     */
    public EngineSelector engines(String buildId) {
        return new EngineSelector(new PluginEngines(plugins()), new ClientIdentity(Version.current(), buildId));
    }

    @Override
    public synchronized void close() {
        if (places != null) {
            places.close();
        }
        if (plugins != null) {
            plugins.close();
        }
    }
}
