package dev.chandler.core.graph;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What provisioners say of their settings. */
public final class ProvisionerSettings {

    private ProvisionerSettings() {}

    /**
     * Asks all provisioners, which loads their plugins.
     *
     * @param provisioners the provisioners there are
     * @param warnings is told which of them can't say it, and may have anything then
     * @return what stands behind each one's id
     */
    public static Map<String, SettingKey> of(ProvisionerCatalog provisioners, Consumer<Problem> warnings) {
        Map<String, SettingKey> settings = new TreeMap<>();
        provisioners.ids().forEach(id -> settings.put(id, of(provisioners, id, warnings)));
        return settings;
    }

    /**
     * Asks one provisioner, which loads its plugin.
     *
     * @param provisioners the provisioners there are
     * @param id which one
     * @param warnings is told if it can't say it, and may have anything then
     * @return what stands behind its id
     */
    public static SettingKey of(ProvisionerCatalog provisioners, String id, Consumer<Problem> warnings) {
        Provisioner provisioner;
        try {
            provisioner = provisioners.provisioner(id);
        } catch (PluginException e) {
            e.problems().forEach(warnings);
            return anything(id);
        }
        try {
            return Objects.requireNonNull(provisioner.settings(), "settings() gives null");
        } catch (RuntimeException | LinkageError e) {
            warnings.accept(Problem.of("CH-MANIFEST-080", "the provisioner \"" + id + "\" does not say what it takes")
                    .because(e instanceof PluginException ? e.getMessage() : e.toString())
                    .remedy("report it to the plugin's author; in the schema it may have anything"));
            return anything(id);
        }
    }

    private static SettingKey anything(String id) {
        return SettingKey.of(id, SettingShape.any(), "the provisioner `" + id + "`");
    }
}
