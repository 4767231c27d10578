package dev.chandler.core.manifest;

import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.Location;

/**
 * A mount as a manifest has it.
 *
 * @param mount what and where
 * @param sharing how builds use it at once; for caches alone
 * @param location where it was written
 */
public record MountSpec(Mount mount, Sharing sharing, Location location) {

    /**
     * Whether steps can change what outlives the build and is no cache.
     *
     * @return true for a bind that is not read-only
     */
    public boolean writesToClient() {
        return mount instanceof Mount.Bind bind && !bind.readOnly();
    }
}
