package dev.chandler.core.plugin;

import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.core.trust.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The registry of plugins: knows all, refuses some, loads one when an engine or a provisioner of it is first asked for.
 *
 * <p>Opening it loads no plugin class and opens no jar that is unchanged since the last time. Thread-safe. Whoever opens
 * it closes it, after which what it gave must no longer be used.
 */
public final class PluginHost implements AutoCloseable {

    private static final Extensions<EngineFactory> ENGINES =
            new Extensions<>(EngineFactory.class, EngineFactory::id, PluginHeaders::engines, JarFacts::engineClasses);
    private static final Extensions<Provisioner> PROVISIONERS = new Extensions<>(
            Provisioner.class, Provisioner::id, PluginHeaders::provisioners, JarFacts::provisionerClasses);

    private final List<PluginEntry> entries;
    private final List<Problem> problems;
    private final Map<PluginKind, ExtensionClasses> loaders = new HashMap<>();
    private final Map<String, EngineFactory> engines = new HashMap<>();
    private final Map<String, Provisioner> provisioners = new HashMap<>();
    private final Admission admission;
    private final PluginPins pins;
    private boolean closed;

    private PluginHost(PluginScan scan, PluginSources sources) {
        this.admission = new Admission(sources.trust(), new UnpackedZips(sources.unpacked(), sources.index()));
        this.pins = sources.pins();
        this.entries = scan.found();
        this.problems = scan.problems();
    }

    /**
     * Finds the plugins.
     *
     * @param sources where to look
     * @return the registry; the caller closes it
     * @throws PluginException if a folder that the user named isn't there or can't be read
     */
    public static PluginHost open(PluginSources sources) {
        return new PluginHost(PluginScan.of(sources, false, Optional.empty()), sources);
    }

    /**
     * Finds the plugins, and loads all that can be, to tell which are of use.
     *
     * @param sources where to look
     * @return the registry; the caller closes it. A folder of the environment that isn't there is among the {@link
     *     #refusals()}
     * @throws PluginException if another folder that the user named isn't there or can't be read
     */
    public static PluginHost survey(PluginSources sources) {
        PluginHost host = list(sources);
        host.inspect(all -> true);
        return host;
    }

    /**
     * Finds the plugins for somebody who asks about plugins, and not for one to work with.
     *
     * @param sources where to look
     * @return the registry; the caller closes it. A folder of the environment that isn't there is among the {@link
     *     #refusals()}
     * @throws PluginException if another folder that the user named isn't there or can't be read
     */
    public static PluginHost list(PluginSources sources) {
        return new PluginHost(PluginScan.of(sources, true, Optional.empty()), sources);
    }

    /**
     * Finds the plugins as they would be with one more file among them, in the place of what has its id.
     *
     * @param sources where to look
     * @param file a jar or zip anywhere
     * @return the registry; the caller closes it
     * @throws PluginException if there is no such file, or a folder that the user named can't be read
     */
    public static PluginHost with(PluginSources sources, Path file) {
        if (!Files.exists(file)) {
            throw new PluginException(Refusals.noFile(file));
        }
        return new PluginHost(PluginScan.of(sources, true, Optional.of(file)), sources);
    }

    /**
     * Looks at one plugin as closely as can be, which loads all that it provides.
     *
     * @param wanted tells which
     * @return what is known of it then; several where their ids clash, none where there is no such plugin
     */
    public synchronized List<PluginDescriptor> inspect(Predicate<PluginDescriptor> wanted) {
        List<PluginEntry> found = entries.stream()
                .filter(entry -> wanted.test(entry.descriptor()))
                .toList();
        found.stream().filter(entry -> !entry.refused()).forEach(entry -> {
            entry.headers().engines().forEach(id -> tryOut(() -> engine(id)));
            entry.headers().provisioners().forEach(id -> tryOut(() -> provisioner(id)));
        });
        return found.stream().map(PluginEntry::descriptor).toList();
    }

    /**
     * Asks the policy of a plugin, whether that is opened or not.
     *
     * @param plugin one of {@link #plugins()}
     * @return what it says of the file as it is now; empty of a built-in, of which it isn't asked
     */
    public synchronized Optional<Verdict> verdict(PluginDescriptor plugin) {
        return stranger(plugin).map(admission::verdict);
    }

    /**
     * Says by which source a policy is asked of a plugin.
     *
     * @param plugin one of {@link #plugins()}
     * @return the place that it lies in, or {@code file}; empty of a built-in
     */
    public synchronized Optional<String> source(PluginDescriptor plugin) {
        return stranger(plugin).map(PluginEntry::source);
    }

    private Optional<PluginEntry> stranger(PluginDescriptor plugin) {
        return entries.stream()
                .filter(entry -> entry.kind() == PluginKind.DROPPED_IN)
                .filter(entry -> entry.file().equals(plugin.file()))
                .findFirst();
    }

    private void tryOut(Runnable load) {
        try {
            load.run();
        } catch (PluginException e) {
            // Its reason is with the plugin from now on.
        }
    }

    /**
     * Lists all plugins, the refused ones too, as they are now.
     *
     * @return built-ins first, then the folders' in their order
     */
    public synchronized List<PluginDescriptor> plugins() {
        return entries.stream().map(PluginEntry::descriptor).toList();
    }

    /**
     * Lists why plugins and plugin folders cannot be used, as far as is known now.
     *
     * @return the problems, each once, in the order of {@link #plugins()}
     */
    public synchronized List<Problem> refusals() {
        return Stream.concat(entries.stream().flatMap(entry -> entry.reason().stream()), problems.stream())
                // A clash is the reason of two.
                .distinct()
                .toList();
    }

    /**
     * Names the plugins that cannot be used without another one.
     *
     * @param id the other plugin's id
     * @return their ids, in the order of {@link #plugins()}
     */
    public synchronized List<String> dependents(String id) {
        return entries.stream()
                .filter(entry -> Dependency.needs(entry.headers(), id))
                .map(entry -> entry.headers().id())
                .distinct()
                .toList();
    }

    /**
     * Lists why plugin folders cannot be looked into.
     *
     * @return the problems
     */
    public List<Problem> folderProblems() {
        return problems;
    }

    /**
     * Names the engines without loading any.
     *
     * @return their ids, sorted
     */
    public synchronized Set<String> engineIds() {
        return ids(PluginHeaders::engines);
    }

    /**
     * Names the provisioners without loading any.
     *
     * @return their ids, sorted
     */
    public synchronized Set<String> provisionerIds() {
        return ids(PluginHeaders::provisioners);
    }

    /**
     * Names the engines of plugins that are refused, but for those that another plugin provides.
     *
     * @return their ids, sorted; asking for one throws the reason
     */
    public synchronized Set<String> refusedEngineIds() {
        Set<String> ids = new TreeSet<>();
        entries.stream()
                .filter(PluginEntry::refused)
                .forEach(entry -> ids.addAll(entry.headers().engines()));
        ids.removeAll(engineIds());
        return ids;
    }

    /**
     * Gets an engine, after loading its plugin where that is the first time.
     *
     * @param id its id
     * @return the engine; empty if no plugin provides one of this id
     * @throws PluginException if the plugin that provides it cannot be used
     */
    public synchronized Optional<EngineFactory> engine(String id) {
        return get(id, ENGINES, engines);
    }

    /**
     * Gets all engines, which loads each plugin that provides one.
     *
     * @return the engines, sorted by id; those whose plugin turns out to be of no use are left out and are among the
     *     {@link #refusals()}
     */
    public synchronized List<EngineFactory> engines() {
        List<EngineFactory> all = new ArrayList<>();
        for (String id : engineIds()) {
            try {
                engine(id).ifPresent(all::add);
            } catch (PluginException e) {
                // Its reason is with the plugin from now on.
            }
        }
        return List.copyOf(all);
    }

    /**
     * Gets a provisioner, after loading its plugin where that is the first time.
     *
     * @param id its id
     * @return the provisioner; empty if no plugin provides one of this id
     * @throws PluginException if the plugin that provides it cannot be used
     */
    public synchronized Optional<Provisioner> provisioner(String id) {
        return get(id, PROVISIONERS, provisioners);
    }

    /** Unloads what strangers' plugins were loaded. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        loaders.values().forEach(ExtensionClasses::close);
        loaders.clear();
    }

    private Set<String> ids(Function<PluginHeaders, List<String>> names) {
        Set<String> ids = new TreeSet<>();
        entries.stream().filter(entry -> !entry.refused()).forEach(entry -> ids.addAll(names.apply(entry.headers())));
        return ids;
    }

    private <T> Optional<T> get(String id, Extensions<T> kind, Map<String, T> made) {
        if (closed) {
            throw new IllegalStateException("the plugin host is closed");
        }
        List<PluginEntry> providers = entries.stream()
                .filter(entry -> kind.ids().apply(entry.headers()).contains(id))
                .toList();
        Optional<PluginEntry> usable =
                providers.stream().filter(entry -> !entry.refused()).findFirst();
        if (usable.isPresent()) {
            if (!made.containsKey(id)) {
                made.putAll(kind.make(usable.get(), loader(usable.get().kind())));
            }
            return Optional.ofNullable(made.get(id));
        }
        if (!providers.isEmpty()) {
            throw new PluginException(providers.stream()
                    .flatMap(entry -> entry.reason().stream())
                    .distinct()
                    .toList());
        }
        return Optional.empty();
    }

    private ExtensionClasses loader(PluginKind kind) {
        return loaders.computeIfAbsent(
                kind,
                missing -> missing == PluginKind.BUILT_IN ? new BuiltInLoader() : new StrangerLoader(admission, pins));
    }
}
