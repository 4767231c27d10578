package dev.chandler.testkit;

import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a provisioner is asked to prepare, for tests.
 *
 * @param settings the step's settings
 * @param directory the folder that relative paths are relative to
 * @param shell the shell's words
 * @param workdir the working directory asked for
 */
public record FakeRequest(Setting settings, Path directory, List<String> shell, Optional<String> workdir)
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
}
