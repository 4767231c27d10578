package dev.chandler.core.project;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.problem.Location;
import java.nio.file.Path;

/**
 * A place in the image of a build.
 *
 * @param build the build's name
 * @param image its image
 * @param path absolute in the image, as written
 * @param place where it was written
 */
record ImagePath(String build, Artifact image, String path, Location place) {

    /** The path without a slash at either end; empty for the root. */
    String relative() {
        return Path.of("/").resolve(path).normalize().toString().substring(1);
    }
}
