package dev.chandler.core.graph;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.provision.Provisioner;
import java.util.Optional;
import java.util.Set;

/** The provisioners there are; a plugin is loaded when its provisioner is asked for. */
public interface ProvisionerCatalog {

    /**
     * Names them without loading any.
     *
     * @return their ids
     */
    Set<String> ids();

    /**
     * Says why there is none of an id that somebody asks for, where a plugin is the reason.
     *
     * @param id none of {@link #ids()}
     * @throws PluginException if a plugin that would provide it is refused
     */
    default void requireNotRefused(String id) {}

    /**
     * The version of a plugin, of whatever kind.
     *
     * @param plugin its id
     * @return its version; empty where it is not there, or refused
     */
    default Optional<String> pluginVersion(String plugin) {
        return Optional.empty();
    }

    /**
     * Gets one.
     *
     * @param id one of {@link #ids()}
     * @return the provisioner
     * @throws PluginException if its plugin cannot be used
     */
    Provisioner provisioner(String id);
}
