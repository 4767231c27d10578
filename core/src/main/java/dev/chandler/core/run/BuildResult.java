package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import java.util.Optional;

/**
 * What a build that ended well has left.
 *
 * @param artifact the image; empty where none was asked for
 */
public record BuildResult(Optional<Artifact> artifact) {}
