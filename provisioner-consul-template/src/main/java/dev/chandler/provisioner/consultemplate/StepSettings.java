package dev.chandler.provisioner.consultemplate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a manifest and the config it names say about a step.
 *
 * @param templates what is rendered, at least one
 * @param folder what templates read files of: that of the config, else of the manifest
 * @param consul where Consul is
 * @param allowed what templates may read of it
 * @param values what answers in its place
 * @param patience how long a missing key may take to come
 * @param showValues whether values may be shown
 * @param env what templates find by {@code env}: what is given, and the variables of the manifest that they mention
 * @param program consul-template on the client
 * @param where where it runs
 * @param notices what has no effect, to be said when the step runs
 * @param ofModule whether it is a module's, which may come from anybody, and is shown nothing that the user may read of Consul
 */
record StepSettings(
        List<TemplateSettings> templates,
        Path folder,
        ConsulAccess consul,
        Allowed allowed,
        Optional<ValuesFile> values,
        Duration patience,
        boolean showValues,
        Map<String, String> env,
        Program program,
        Where where,
        List<String> notices,
        boolean ofModule) {

    /**
     * Who answers.
     *
     * @return the source, which the caller closes
     */
    ConsulSource source() throws InterruptedException {
        if (values.isPresent()) {
            return new ValuesSource(values.get());
        }
        return ofModule ? new NoConsul() : ConsulServer.of(consul);
    }

    boolean renders() {
        return templates.stream().anyMatch(TemplateSettings::isRendered);
    }

    /** Whether consul-template may run in the instance. */
    boolean mayRunInInstance() {
        return renders() && where != Where.CLIENT;
    }

    /** Whether a template may read files of the client. */
    boolean readsFiles() {
        return templates.stream().anyMatch(TemplateSettings::readsFiles);
    }
}
