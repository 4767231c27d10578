package dev.chandler.core.output;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One place that an image is to be brought to.
 *
 * @param kind what kind of place: {@value #REGISTRY}, {@value #OCI}, {@value #DOCKER_ARCHIVE}, else the id of an engine
 * @param text the whole as the user wrote it
 * @param name the image's name there, with its tag; of files empty
 * @param path the file or folder, absolute; of names empty
 * @param location where it is written; empty for the command line
 */
public record Output(String kind, String text, String name, Optional<Path> path, Optional<Location> location) {

    /** A name at a registry. */
    public static final String REGISTRY = "registry";

    /** A folder with an OCI image layout. */
    public static final String OCI = "oci";

    /** A file for {@code docker load}. */
    public static final String DOCKER_ARCHIVE = "docker-archive";

    /**
     * The output that {@code --push} stands for.
     *
     * @param reference a name of the image
     * @return a push under that name
     */
    public static Output push(String reference) {
        return new Output(REGISTRY, REGISTRY + ":" + reference, reference, Optional.empty(), Optional.empty());
    }

    /**
     * Whether it is a name on an engine, which moves with the image's other names.
     *
     * @return false for registries and files
     */
    public boolean isEngine() {
        return path.isEmpty() && !kind.equals(REGISTRY);
    }

    /**
     * Whether it is a folder with an OCI image layout.
     *
     * @return false for archives and names
     */
    public boolean isLayout() {
        return kind.equals(OCI);
    }

    /** Puts a problem where the output is written. */
    Problem at(Problem problem) {
        return location.map(problem::at).orElse(problem);
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
