package dev.chandler.core.lock;

import dev.chandler.api.artifact.Platform;
import java.util.Comparator;

/**
 * An image that a project has pinned as a base, or for its tools.
 *
 * @param reference what a manifest names, such as {@code python:3.12}
 * @param engine the engine that it is for, by id: what a name means is the engine's to say
 * @param platform what it is to run on
 * @param pinned what gives that very image, such as {@code python@sha256:…}
 */
public record LockedBase(String reference, String engine, Platform platform, String pinned) {

    static final Comparator<LockedBase> ORDER = Comparator.comparing(LockedBase::reference)
            .thenComparing(LockedBase::engine)
            .thenComparing(base -> base.platform().toString());

    boolean isFor(String name, String id, Platform wanted) {
        return reference.equals(name) && engine.equals(id) && platform.equals(wanted);
    }
}
