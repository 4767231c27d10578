package dev.chandler.cli.module;

import java.util.Set;

/**
 * How modules are fetched.
 *
 * @param offline whether nothing is asked for over the network
 * @param insecure hosts that may speak plain HTTP, each with or without a port
 */
public record FetchOptions(boolean offline, Set<String> insecure) {

    /** From wherever they are, where that is safe. */
    public static final FetchOptions DEFAULT = new FetchOptions(false, Set.of());

    /** Keeps the hosts as they are. */
    public FetchOptions {
        insecure = Set.copyOf(insecure);
    }
}
