package dev.chandler.core.engine;

import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.PluginException;
import java.util.Set;

/** The engines there are; a plugin is loaded when its engine is asked for. */
public interface EngineCatalog {

    /**
     * Names them without loading any.
     *
     * @return their ids
     */
    Set<String> ids();

    /**
     * Names the engines of plugins that are refused, which no other plugin provides.
     *
     * @return their ids; asking for one throws the reason
     */
    default Set<String> refusedIds() {
        return Set.of();
    }

    /**
     * Gets one.
     *
     * @param id one of {@link #ids()} or {@link #refusedIds()}
     * @return the engine's factory
     * @throws PluginException if its plugin cannot be used
     */
    EngineFactory factory(String id);
}
