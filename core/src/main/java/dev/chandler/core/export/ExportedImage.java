package dev.chandler.core.export;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.core.output.FileOutput;

/**
 * An image that was found.
 *
 * @param artifact as its engine knows it; of a file, the digest of its config and the names in it
 * @param content gives it out
 */
public record ExportedImage(Artifact artifact, FileOutput.Content content) {}
