package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import java.util.List;

/**
 * One test: actions that run in order on a fork of the result.
 *
 * @param id the test's name, or its place: {@code script[0]}
 * @param actions at least one
 * @param location where it was written
 */
public record TestSpec(String id, List<ActionSpec> actions, Location location) {}
