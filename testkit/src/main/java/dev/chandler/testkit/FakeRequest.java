package dev.chandler.testkit;

import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a provisioner is asked to prepare, for tests.
 *
 * @param settings the step's settings
 * @param directory the folder that relative paths are relative to
 * @param shell the shell's words
 * @param workdir the working directory asked for
 * @param beside what stands beside the provisioner's name
 * @param variables the manifest's variables
 * @param clientEnvironment the client's environment
 * @param boundary the folder that a step of a module must not leave
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record FakeRequest(
        Setting settings,
        Path directory,
        List<String> shell,
        Optional<String> workdir,
        Map<String, Setting> beside,
        Map<String, String> variables,
        Map<String, String> clientEnvironment,
        Optional<Path> boundary)
        implements ProvisionRequest {

    /**
     * A request with {@code /bin/sh -ec} and no working directory asked for.
     *
     * @param settings the step's settings
     * @param directory the folder that relative paths are relative to
     */
    public FakeRequest(Setting settings, Path directory) {
        this(settings, directory, List.of("/bin/sh", "-ec"), Optional.empty());
    }

    /**
     * A request with nothing beside the provisioner's name.
     *
     * @param settings the step's settings
     * @param directory the folder that relative paths are relative to
     * @param shell the shell's words
     * @param workdir the working directory asked for
     */
    public FakeRequest(Setting settings, Path directory, List<String> shell, Optional<String> workdir) {
        this(settings, directory, shell, workdir, Map.of(), Map.of(), Map.of(), Optional.empty());
    }

    /**
     * The same request with words beside the provisioner's name.
     *
     * @param words a map of what stands there
     * @return another request
     */
    public FakeRequest beside(Setting words) {
        Map<String, Setting> values = new LinkedHashMap<>();
        words.entries().forEach((key, entry) -> values.put(key, entry.value()));
        return new FakeRequest(settings, directory, shell, workdir, values, variables, clientEnvironment, boundary);
    }

    /**
     * The same request of a manifest with variables.
     *
     * @param values names and values
     * @return another request
     */
    public FakeRequest variables(Map<String, String> values) {
        return new FakeRequest(settings, directory, shell, workdir, beside, values, clientEnvironment, boundary);
    }

    /**
     * The same request of a client with an environment.
     *
     * @param values names and values
     * @return another request
     */
    public FakeRequest clientEnvironment(Map<String, String> values) {
        return new FakeRequest(settings, directory, shell, workdir, beside, variables, values, boundary);
    }

    /**
     * The same request as a module's.
     *
     * @param folder the module's folder
     * @return another request
     */
    public FakeRequest inModule(Path folder) {
        return new FakeRequest(
                settings, directory, shell, workdir, beside, variables, clientEnvironment, Optional.of(folder));
    }
}
