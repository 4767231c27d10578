package dev.chandler.core.manifest;

import java.util.Map;

/**
 * A step's own environment.
 *
 * @param values what is known now
 * @param references what steps before it have registered when it runs
 */
record StepEnvironment(Map<String, String> values, Map<String, Reference> references) {}
