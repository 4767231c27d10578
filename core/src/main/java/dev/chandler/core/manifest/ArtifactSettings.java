package dev.chandler.core.manifest;

import dev.chandler.core.output.Output;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a build is to leave.
 *
 * @param repo the image's name without a tag; empty where nothing but an id is wanted
 * @param tags the tags, {@code latest} where the manifest names none
 * @param author who made the image; empty for the base's
 * @param created when the image was made; empty for when its last state was kept
 * @param outputs where the image is to be brought besides the engine
 * @param config what changes of the base's config
 */
public record ArtifactSettings(
        Optional<String> repo,
        List<String> tags,
        Optional<String> author,
        Optional<Instant> created,
        List<Output> outputs,
        ConfigChanges config) {}
