package dev.chandler.api.engine;

import org.apiguardian.api.API;

/**
 * Who uses an engine; with these every resource is labelled while it exists there.
 *
 * @param version Chandler's version, the value of the label {@value #VERSION_LABEL}
 * @param buildId this build's id, the value of the label {@value #BUILD_LABEL}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ClientIdentity(String version, String buildId) {

    /** Marks a resource as ours; its value is the version. */
    public static final String VERSION_LABEL = "dev.chandler";

    /** Says which build a resource belongs to; checkpoints have none, for they outlive their build. */
    public static final String BUILD_LABEL = "dev.chandler.build";

    /** Says which key a checkpoint was kept for; its value is the key's 64 hexadecimal characters. */
    public static final String KEY_LABEL = "dev.chandler.key";

    /** Says that what has a key is no state that a step has left, but stands for a base; its value is {@code true}. */
    public static final String BASE_LABEL = "dev.chandler.base";

    /** Says which digest a toolbox is known by; its value is the digest's 64 hexadecimal characters. */
    public static final String TOOLBOX_LABEL = "dev.chandler.toolbox";

    /** Says which states an instance has claimed; its value is for the engine alone. */
    public static final String CLAIMS_LABEL = "dev.chandler.claims";
}
