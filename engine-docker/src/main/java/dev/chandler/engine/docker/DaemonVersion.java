package dev.chandler.engine.docker;

import dev.chandler.api.artifact.Platform;

/**
 * What the daemon is, and the API version spoken with it.
 *
 * @param product whose it is
 * @param version of the daemon
 * @param api the version both sides know
 * @param platform what containers run on
 */
record DaemonVersion(Product product, String version, ApiVersion api, Platform platform) {

    String description() {
        return product.title() + " " + version + ", API " + api;
    }
}
