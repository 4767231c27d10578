package dev.chandler.api.provision;

import dev.chandler.api.cache.Notes;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a provisioner is asked to prepare. Made by Chandler alone.
 *
 * <p>Immutable, so that a step may keep it, or what it has read of it. It says all that a step may depend on while
 * planning: the process's own environment and working directory are no part of that.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProvisionRequest {

    /**
     * What stands behind the provisioner's name in the manifest.
     *
     * @return text, a list or a map
     */
    Setting settings();

    /**
     * What the step says beside the provisioner's name that only this provisioner understands.
     *
     * @return such as {@code stdin} of {@code exec}; empty for provisioners that a manifest keeps no words for
     */
    default Map<String, Setting> beside() {
        return Map.of();
    }

    /**
     * The folder of the file in which the step stands, which relative paths are relative to.
     *
     * @return an absolute path on the client
     */
    Path directory();

    /**
     * The folder of the project, which nothing that a step leaves on the client may be outside of.
     *
     * @return an absolute path on the client
     */
    default Path project() {
        return directory();
    }

    /**
     * The folder that nothing which the step reads on the client may be outside of, by its path or by a symbolic link.
     *
     * @return the real path of a module's folder, for a step of a module, which may come from anybody; empty for a step
     *     of the user's own, which may name any file
     */
    default Optional<Path> boundary() {
        return Optional.empty();
    }

    /**
     * Sees to it that a file which the step names is inside its {@linkplain #boundary() boundary}.
     *
     * @param file an absolute path, of what need not be there
     * @param named where the step names it
     * @throws ManifestException if it is outside
     */
    default void requireInside(Path file, Location named) {
        Optional<Path> boundary = boundary();
        if (boundary.isPresent() && !ClientPath.real(file).startsWith(boundary.get())) {
            throw new ManifestException(Problem.of("CH-MODULE-011", "\"" + file + "\" is outside the module")
                    .at(named)
                    .because("a module's steps read nothing on the client but what is in its own folder, "
                            + boundary.get())
                    .remedy("put the file into that folder, or let the manifest copy it"));
        }
    }

    /**
     * The manifest's variables, or the module's parameters, as they were given or declared.
     *
     * @return by name; what is no string, number or boolean is there as JSON
     */
    default Map<String, String> variables() {
        return Map.of();
    }

    /**
     * The environment of the client, in which users say where servers are and with what they are to be trusted.
     *
     * @return names and values; nothing of it may get into a key or an image unless a step says so; for a step of a module
     *     {@code PATH} and {@code CHANDLER_} with the provisioner's id, in capitals, alone: where a program is
     */
    default Map<String, String> clientEnvironment() {
        return Map.of();
    }

    /**
     * Whether the manifest names a toolbox, whose programs the step's commands will find.
     *
     * @return false if there is none, or only the shell that a base lacks
     */
    default boolean hasToolbox() {
        return false;
    }

    /**
     * What the provisioner may keep on the client from one build to the next, such as digests of large files.
     *
     * @return the provisioner's own notes
     */
    default Notes notes() {
        return Notes.NONE;
    }

    /**
     * What another build of the project leaves; asking for it makes that build one which has to be done before.
     *
     * @param name the build's name, with its place
     * @return its files, of which nothing may be known yet; to be kept by the step
     * @throws ManifestException if the project has no build of this name
     */
    default BuildFiles build(Setting name) {
        throw new ManifestException(Problem.of("CH-PROJECT-006", "there is no build \"" + name.text() + "\"")
                .at(name.location())
                .because("this project has no builds"));
    }

    /**
     * The shell that the step's text is to be run by.
     *
     * @return its words, to which the text is added: {@code /bin/sh -ec}
     */
    List<String> shell();

    /**
     * The working directory that the manifest asks for.
     *
     * @return an absolute path; empty where the manifest leaves it to the base
     */
    Optional<String> workdir();
}
