package dev.chandler.engine.docker;

import dev.chandler.api.artifact.Platform;

/**
 * What the daemon is, and the API version spoken with it.
 *
 * @param version of the daemon
 * @param api the version both sides know
 * @param platform what containers run on
 */
record DaemonVersion(String version, ApiVersion api, Platform platform) {

    String description() {
        return "Docker Engine " + version + ", API " + api;
    }
}
