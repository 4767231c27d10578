package dev.chandler.core.manifest;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One piece of work for one provisioner.
 *
 * @param id the step's name, or its place: {@code install[2]}, {@code install[2].branch[1]}, {@code script[0][1]}
 * @param provisioner the provisioner's id; {@code exec} for plain text and {@code run:}
 * @param provisionerLocation where that word was written
 * @param settings what is given to the provisioner
 * @param beside what stands beside it and is for this provisioner alone
 * @param env the step's own environment
 * @param references what it adds to that of what steps before it have registered
 * @param register what its standard output is registered as
 * @param secrets what it finds as files, by their declaration
 * @param workdir the working directory asked for
 * @param user the user asked for
 * @param shell the shell's words asked for
 * @param timeout how long one try may take
 * @param retries how many tries may follow the first
 * @param cached false for a step that must run each time
 * @param checkpoint whether the state after it is kept; empty where that is the build's to say
 * @param directory the folder of the file it was written in, absolute
 * @param location where it was written
 * @param module the module whose step it is; empty for one of the manifest's own
 */
public record ActionSpec(
        String id,
        String provisioner,
        Location provisionerLocation,
        Setting settings,
        Map<String, Setting> beside,
        Map<String, String> env,
        Map<String, Reference> references,
        Optional<Reference> register,
        List<SecretSpec> secrets,
        Optional<String> workdir,
        Optional<String> user,
        Optional<List<String>> shell,
        Optional<Duration> timeout,
        int retries,
        boolean cached,
        Optional<CheckpointWish> checkpoint,
        Path directory,
        Location location,
        Optional<UsedModule> module)
        implements StepSpec {

    /** The same with names of registered outputs that belong to a module. */
    ActionSpec registeringIn(UsedModule owner) {
        Map<String, Reference> qualified = new LinkedHashMap<>();
        references.forEach((variable, use) -> qualified.put(variable, use.in(owner)));
        return new ActionSpec(
                id,
                provisioner,
                provisionerLocation,
                settings,
                beside,
                env,
                Collections.unmodifiableMap(qualified),
                register.map(name -> name.in(owner)),
                secrets,
                workdir,
                user,
                shell,
                timeout,
                retries,
                cached,
                checkpoint,
                directory,
                location,
                module);
    }

    /**
     * Where commands of this step are, and what relative paths are below.
     *
     * @param base the config of the base
     * @return an absolute path
     */
    public String workdirOn(ImageConfig base) {
        Path below = Path.of("/").resolve(base.workdir());
        return below.resolve(workdir.orElse("")).normalize().toString();
    }
}
