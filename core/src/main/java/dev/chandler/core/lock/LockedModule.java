package dev.chandler.core.lock;

import dev.chandler.api.cache.Digest;

/**
 * A module that a project has pinned.
 *
 * @param name its name, as its {@code module.yml} says it
 * @param version its version, by Semantic Versioning
 * @param digest the digest of its content
 * @param source where it can be had again, as its source recorded it
 */
public record LockedModule(String name, String version, Digest digest, String source) {}
