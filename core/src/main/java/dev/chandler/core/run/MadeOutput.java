package dev.chandler.core.run;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.core.output.Output;
import java.util.Optional;

/**
 * A place that an image was brought to.
 *
 * @param output which
 * @param manifest the image's manifest there, where that place has one
 */
public record MadeOutput(Output output, Optional<Descriptor> manifest) {}
