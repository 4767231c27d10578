package dev.chandler.core.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build is to leave.
 *
 * @param repo the image's name without a tag; empty where nothing but an id is wanted
 * @param tags the tags, {@code latest} where the manifest names none
 * @param cmd the image's command; empty for the base's, present and empty for none
 * @param entrypoint the image's entrypoint; empty for the base's, present and empty for none
 * @param env added to the base's environment
 * @param labels added to the base's labels
 */
public record ArtifactSettings(
        Optional<String> repo,
        List<String> tags,
        Optional<List<String>> cmd,
        Optional<List<String>> entrypoint,
        Map<String, String> env,
        Map<String, String> labels) {}
