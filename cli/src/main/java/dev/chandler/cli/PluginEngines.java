package dev.chandler.cli;

import dev.chandler.api.engine.EngineFactory;
import dev.chandler.core.engine.EngineCatalog;
import dev.chandler.core.plugin.PluginHost;
import java.util.Set;
import java.util.TreeSet;

/** The engines that plugins have. */
record PluginEngines(PluginHost plugins) implements EngineCatalog {

    @Override
    public Set<String> ids() {
        return plugins.engineIds();
    }

    @Override
    public Set<String> refusedIds() {
        return plugins.refusedEngineIds();
    }

    @Override
    public EngineFactory factory(String id) {
        return plugins.engine(id).orElseThrow(() -> new IllegalArgumentException(id));
    }

    /** All, those of refused plugins among them. */
    Set<String> allIds() {
        Set<String> ids = new TreeSet<>(ids());
        ids.addAll(refusedIds());
        return ids;
    }
}
