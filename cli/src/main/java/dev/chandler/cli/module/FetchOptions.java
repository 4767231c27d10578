package dev.chandler.cli.module;

import java.util.Set;

/**
 * How modules are fetched.
 *
 * @param offline whether nothing is asked for over the network
 * @param insecure hosts that may speak plain HTTP, each with or without a port
 * @param vendoring whether the project's copies are written, so that those that are there need not be right
 */
public record FetchOptions(boolean offline, Set<String> insecure, boolean vendoring) {

    /** From wherever they are, where that is safe. */
    public static final FetchOptions DEFAULT = new FetchOptions(false, Set.of(), false);

    /** Keeps the hosts as they are. */
    public FetchOptions {
        insecure = Set.copyOf(insecure);
    }

    /**
     * The same for who writes the project's copies.
     *
     * @return the new options
     */
    public FetchOptions forVendoring() {
        return new FetchOptions(offline, insecure, true);
    }
}
