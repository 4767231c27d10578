package dev.chandler.core.lock;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.version.VersionRange;
import java.util.Comparator;

/**
 * A module that a project has pinned.
 *
 * @param name its name, as its {@code module.yml} says it
 * @param version its version, by Semantic Versioning
 * @param digest the digest of its content
 * @param source where it can be had again, as its source recorded it
 */
public record LockedModule(String name, String version, Digest digest, String source) {

    /**
     * By name, then from worse to better versions, then by source: the manifests of a project may need several versions of one
     * module, and have one from several places.
     */
    static final Comparator<LockedModule> ORDER = Comparator.comparing(LockedModule::name)
            .thenComparing(LockedModule::version, VersionRange.PREFERENCE)
            .thenComparing(LockedModule::source);

    /**
     * Whether another is the same version of the same module, with other content.
     *
     * @param other the other
     * @return whether only one of the two can be
     */
    public boolean contradicts(LockedModule other) {
        return name.equals(other.name) && version.equals(other.version) && !digest.equals(other.digest);
    }
}
