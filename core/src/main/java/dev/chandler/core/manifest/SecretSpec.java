package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import java.util.Optional;

/**
 * A secret that a manifest declares; its value is not in here.
 *
 * @param name its name, and that of its file
 * @param source where its value is
 * @param version what is changed to have all steps that use it run again
 * @param location where its source was written
 */
public record SecretSpec(String name, SecretSource source, Optional<String> version, Location location) {}
