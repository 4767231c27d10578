package dev.chandler.core.plugin;

import dev.chandler.api.problem.PluginException;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads strangers' classes, each plugin's through a loader of its own, made when the first of its classes is needed.
 *
 * <p>Not thread-safe, as PF4J isn't.
 */
final class StrangerLoader implements ExtensionClasses {

    private final JarByJar jars = new JarByJar();
    private final Admission admission;
    private final PluginPins pins;

    /**
     * Makes a loader.
     *
     * @param admission who is let in, and where their jars are then
     * @param pins which files may be opened
     */
    StrangerLoader(Admission admission, PluginPins pins) {
        this.admission = admission;
        this.pins = pins;
    }

    @Override
    public Class<?> load(PluginEntry entry, String className) throws ClassNotFoundException {
        return opened(entry).loadClass(className);
    }

    @Override
    public <T, X extends Throwable> T within(PluginEntry entry, ContextLoader.Action<T, X> action) throws X {
        return ContextLoader.within(opened(entry), action);
    }

    private ClassLoader opened(PluginEntry entry) {
        open(entry);
        return jars.getPluginClassLoader(entry.headers().id());
    }

    /** Opens a plugin after those that it needs, which never are in a circle. */
    private void open(PluginEntry entry) {
        if (isOpen(entry)) {
            return;
        }
        pins.require(entry, admission.zips());
        openDependencies(entry);
        jars.announce(entry, admission.jars(entry));
        jars.loadPlugin(entry.file());
        jars.startPlugin(entry.headers().id());
    }

    private boolean isOpen(PluginEntry entry) {
        return entry.kind() == PluginKind.BUILT_IN
                || jars.getPlugin(entry.headers().id()) != null;
    }

    /** One that turns out to be of no use now is refused itself, and takes along those alone that can't do without it. */
    private void openDependencies(PluginEntry entry) {
        List<PluginEntry> usable = new ArrayList<>();
        for (PluginEntry needed : entry.dependencies()) {
            try {
                if (needed.reason().isPresent() && !isOpen(needed)) {
                    throw new PluginException(needed.reason().get());
                }
                open(needed);
                usable.add(needed);
            } catch (PluginException e) {
                needed.refuse(e.problems().get(0));
                Dependency dependency = Dependency.on(needed, entry.headers());
                if (!dependency.optional()) {
                    throw new PluginException(
                            Refusals.missingDependency(entry, dependency, Dependencies.words(needed)), e);
                }
            }
        }
        entry.dependsOn(usable);
    }

    @Override
    public <T> T crossing(PluginEntry entry, Class<T> type, T extension) {
        return new Border(entry, jars.getPluginClassLoader(entry.headers().id())).inward(type, extension);
    }

    @Override
    public void close() {
        jars.unloadPlugins();
    }
}
