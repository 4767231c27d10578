package dev.chandler.core.manifest;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest after includes and templates: what is to be built, every value known, every word at its place.
 *
 * @param name the project's name; the folder's where the manifest has none
 * @param base what the build starts from
 * @param baseLocation where that was written
 * @param baseBuild the build of the project that makes the base, where one does: which image that is, is not known then
 * @param instance how the instances are to be
 * @param env the environment of all steps
 * @param variables what was given or declared for each variable; what is no text, number or boolean as JSON
 * @param secrets the secrets that steps may list, by name
 * @param install the steps, in order
 * @param script the tests, in order
 * @param artifact what is to be left
 * @param directory the folder of the manifest, absolute
 * @param modules the modules whose steps are among these, once for each use
 * @param warnings what is not wrong but worth knowing
 */
public record Manifest(
        String name,
        BaseReference base,
        Location baseLocation,
        Optional<BuildNeed> baseBuild,
        InstanceSection instance,
        Map<String, String> env,
        Map<String, String> variables,
        Map<String, SecretSpec> secrets,
        List<StepSpec> install,
        List<TestSpec> script,
        ArtifactSettings artifact,
        Path directory,
        List<UsedModule> modules,
        List<Problem> warnings) {

    /**
     * The same on a base that has become known.
     *
     * @param image the image that the needed build has made
     * @return another manifest
     */
    public Manifest on(BaseReference image) {
        return new Manifest(
                name,
                image,
                baseLocation,
                Optional.empty(),
                instance,
                env,
                variables,
                secrets,
                install,
                script,
                artifact,
                directory,
                modules,
                warnings);
    }

    /**
     * The same under another name.
     *
     * @param other the name
     * @return another manifest
     */
    public Manifest named(String other) {
        return new Manifest(
                other,
                base,
                baseLocation,
                baseBuild,
                instance,
                env,
                variables,
                secrets,
                install,
                script,
                artifact,
                directory,
                modules,
                warnings);
    }

    /**
     * The same with instances that are to be otherwise.
     *
     * @param other how they are to be
     * @return another manifest
     */
    public Manifest withInstance(InstanceSection other) {
        return new Manifest(
                name,
                base,
                baseLocation,
                baseBuild,
                other,
                env,
                variables,
                secrets,
                install,
                script,
                artifact,
                directory,
                modules,
                warnings);
    }
}
