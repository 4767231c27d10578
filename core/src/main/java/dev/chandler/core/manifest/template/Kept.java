package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.value.Value;
import java.util.Optional;

/**
 * A value that was kept aside, a mark in the text standing for it.
 *
 * @param value the value
 * @param place where its interpolation was written
 * @param problem why there is none, if that is not reported elsewhere
 */
public record Kept(Value value, Location place, Optional<Problem> problem) {}
