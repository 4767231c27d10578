package dev.chandler.testkit;

import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provisioner is asked to prepare, for tests.
 *
 * @param settings the step's settings
 * @param directory the folder that relative paths are relative to
 * @param shell the shell's words
 * @param workdir the working directory asked for
 * @param beside what stands beside the provisioner's name
 */
public record FakeRequest(
        Setting settings, Path directory, List<String> shell, Optional<String> workdir, Map<String, Setting> beside)
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
        this(settings, directory, shell, workdir, Map.of());
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
        return new FakeRequest(settings, directory, shell, workdir, values);
    }
}
