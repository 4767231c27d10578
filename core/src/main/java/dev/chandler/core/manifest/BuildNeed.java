package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;

/**
 * That one build of a project needs another, which has to be done before.
 *
 * @param build the other one's name
 * @param place where that was written
 */
public record BuildNeed(String build, Location place) {}
