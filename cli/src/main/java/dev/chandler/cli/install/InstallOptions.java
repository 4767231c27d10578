package dev.chandler.cli.install;

import dev.chandler.api.cache.Digest;
import java.util.Optional;
import java.util.Set;

/**
 * How plugins are installed.
 *
 * @param locked whether only what is pinned may be installed, and nothing is pinned
 * @param offline whether nothing is asked for over the network
 * @param digest what the one file has to be
 * @param insecure hosts that may speak plain HTTP, each with or without a port
 */
public record InstallOptions(boolean locked, boolean offline, Optional<Digest> digest, Set<String> insecure) {}
