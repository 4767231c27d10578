package dev.chandler.cli.command;

import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Wiring;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.graph.ProvisionerSettings;
import dev.chandler.core.manifest.schema.JsonSchema;
import dev.chandler.core.plugin.PluginHost;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON Schema of manifests.
 *
 * @param text JSON, ended by a line feed
 * @param warnings which plugins and provisioners it can say nothing of
 */
record ManifestSchema(String text, List<Problem> warnings) {

    /** Where it is kept in a project. */
    static final String FILE = ".chandler/schema.json";

    /** Makes it; a plugin that cannot be used is left out. */
    static ManifestSchema of(Wiring wiring) {
        try (PluginHost plugins = wiring.surveyedPlugins()) {
            return of(wiring.provisioners(plugins), plugins.refusals());
        }
    }

    private static ManifestSchema of(ProvisionerCatalog provisioners, List<Problem> refusals) {
        List<Problem> warnings = new ArrayList<>(refusals);
        JsonSchema schema = new JsonSchema(ProvisionerSettings.of(provisioners, warnings::add));
        String json = PrettyJson.of(schema.json());
        return new ManifestSchema(json + "\n", List.copyOf(warnings));
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
