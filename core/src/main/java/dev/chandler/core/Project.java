package dev.chandler.core;

import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.manifest.Manifest;

/**
 * A manifest that was loaded, and its graph.
 *
 * @param manifest what is to be built
 * @param graph how
 */
public record Project(Manifest manifest, StepGraph graph) {}
