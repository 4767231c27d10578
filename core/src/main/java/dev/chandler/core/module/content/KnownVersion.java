package dev.chandler.core.module.content;

import dev.chandler.api.cache.Digest;

/**
 * That a place had a version of a module.
 *
 * @param version the version
 * @param digest the module's digest
 * @param recorded how a lock records it
 */
public record KnownVersion(String version, Digest digest, String recorded) {}
