package dev.chandler.cli.command;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.cli.Wiring;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.graph.ProvisionerSettings;
import dev.chandler.core.manifest.schema.JsonSchema;
import dev.chandler.core.plugin.PluginHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of manifests, or of modules.
 *
 * @param text JSON, ended by a line feed
 * @param warnings which plugins and provisioners it can say nothing of
 */
record ManifestSchema(String text, List<Problem> warnings) {

    /** Where it is kept in a project. */
    static final String FILE = ".chandler/schema.json";

    /** What there are schemas of. */
    enum Of {
        /** A {@code chandler.yml}. */
        manifest,
        /** A {@code module.yml}. */
        module
    }

    /** Makes it; a plugin that cannot be used is left out. */
    static ManifestSchema of(Of what, Wiring wiring) {
        try (PluginHost plugins = wiring.surveyedPlugins()) {
            return of(what, wiring.provisioners(plugins), plugins.refusals());
        }
    }

    private static ManifestSchema of(Of what, ProvisionerCatalog provisioners, List<Problem> refusals) {
        List<Problem> warnings = new ArrayList<>(refusals);
        Map<String, SettingKey> settings = ProvisionerSettings.of(provisioners, warnings::add);
        if (what == Of.module) {
            settings.keySet().removeIf(id -> !servesModules(provisioners, id));
        }
        JsonSchema schema = new JsonSchema(settings);
        String json = PrettyJson.of(what == Of.module ? schema.module() : schema.manifest());
        return new ManifestSchema(json + "\n", List.copyOf(warnings));
    }

    /** One that cannot be asked may stand anywhere, with anything behind it. */
    private static boolean servesModules(ProvisionerCatalog provisioners, String id) {
        try {
            return provisioners.provisioner(id).servesModules();
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    /**
     * The first line of a manifest, which tells an editor where the schema is.
     *
     * @param path relative to the manifest's folder
     */
    static String header(String path) {
        return "# yaml-language-server: $schema=" + path + "\n";
    }
}
