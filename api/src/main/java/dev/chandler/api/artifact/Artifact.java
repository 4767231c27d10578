package dev.chandler.api.artifact;

import dev.chandler.api.cache.Digest;
import java.util.List;
import org.apiguardian.api.API;

/**
 * An image that was published.
 *
 * @param id the engine's own digest of it; equal content and config give an equal digest
 * @param references the names that point at it
 * @param created false if the engine had just this image under just these names already
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Artifact(Digest id, List<String> references, boolean created) {

    /**
     * Makes an artifact.
     *
     * @param id the engine's digest
     * @param references the names, copied
     * @param created whether anything had to be made or moved
     */
    public Artifact {
        references = List.copyOf(references);
    }
}
