package dev.chandler.core.lock;

import dev.chandler.api.cache.Digest;

/**
 * A plugin that a project has pinned.
 *
 * @param id its id
 * @param version its version, as its file says it
 * @param digest the digest of its file
 * @param source where it can be had again, as {@code chandler plugin install} takes it; {@link #FILE} where only who
 *     installed it knows
 */
public record LockedPlugin(String id, String version, Digest digest, String source) {

    /** The source of what came from a file outside of the project, whose path says nothing to others. */
    public static final String FILE = "file";

    /**
     * Whether a source is a file of the user's or the project's, which they may change.
     *
     * @param source as it is recorded
     * @return false where somebody publishes it
     */
    public static boolean isFile(String source) {
        return source.equals(FILE) || source.startsWith("./");
    }
}
