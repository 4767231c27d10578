package dev.chandler.core.lock;

import dev.chandler.api.artifact.Platform;

/**
 * An image that a project has pinned as a base, or for its tools.
 *
 * @param reference what a manifest names, such as {@code python:3.12}
 * @param engine the engine that it is for, by id: what a name means is the engine's to say
 * @param platform what it is to run on
 * @param pinned what gives that very image, such as {@code python@sha256:…}
 */
public record LockedBase(String reference, String engine, Platform platform, String pinned)
        implements Comparable<LockedBase> {

    /** By name first. What is pinned is no part of it: a lock has one for each of the others. */
    @Override
    public int compareTo(LockedBase other) {
        int byName = reference.compareTo(other.reference);
        int byEngine = byName == 0 ? engine.compareTo(other.engine) : byName;
        return byEngine == 0 ? platform.toString().compareTo(other.platform.toString()) : byEngine;
    }

    boolean isFor(String name, String id, Platform wanted) {
        return reference.equals(name) && engine.equals(id) && platform.equals(wanted);
    }
}
