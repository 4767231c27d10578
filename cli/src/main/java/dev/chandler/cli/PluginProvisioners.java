package dev.chandler.cli;

import dev.chandler.api.provision.Provisioner;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The provisioners that plugins have; the lock says which plugins are missing. */
record PluginProvisioners(PluginHost plugins, Supplier<Lockfile> lock) implements ProvisionerCatalog {

    @Override
    public Set<String> ids() {
        return plugins.provisionerIds();
    }

    @Override
    public void requireNotRefused(String id) {
        if (plugins.provisioner(id).isEmpty()) {
            MissingPlugins.requireNone(plugins, lock.get());
        }
    }

    @Override
    public Optional<String> pluginVersion(String plugin) {
        return plugins.plugins().stream()
                .filter(each -> each.id().equals(plugin) && each.reason().isEmpty())
                .map(PluginDescriptor::version)
                .findFirst();
    }

    @Override
    public Provisioner provisioner(String id) {
        return plugins.provisioner(id).orElseThrow(() -> new IllegalArgumentException(id));
    }
}
