package dev.chandler.api.engine;

import dev.chandler.api.artifact.ImageConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What an engine is asked to publish: a state, and how the image is to describe itself.
 *
 * @param base what the build started from; fields of its config that {@link ImageConfig} does not know are kept
 * @param state the file system; empty if it is the base's own
 * @param config the image's whole config
 * @param author who made the image; empty for the base's
 * @param created when the image and what is new in it were made; empty for when the state was kept
 * @param references the names that are to point at the image, moved together; may be empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ArtifactSpec(
        Base base,
        Optional<Snapshot> state,
        ImageConfig config,
        Optional<String> author,
        Optional<Instant> created,
        List<String> references) {

    /**
     * Makes a request.
     *
     * @param base what the build started from
     * @param state the file system
     * @param config the image's whole config
     * @param author who made the image
     * @param created when the image was made
     * @param references the names, copied
     */
    public ArtifactSpec {
        references = List.copyOf(references);
    }

    /**
     * Makes a request that leaves author and time as they are.
     *
     * @param base what the build started from
     * @param state the file system
     * @param config the image's whole config
     * @param references the names, copied
     */
    public ArtifactSpec(Base base, Optional<Snapshot> state, ImageConfig config, List<String> references) {
        this(base, state, config, Optional.empty(), Optional.empty(), references);
    }
}
