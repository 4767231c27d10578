package dev.chandler.core.artifact;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.core.manifest.ArtifactSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the image's config of the base's and of what the manifest changes. */
public final class ArtifactConfig {

    private ArtifactConfig() {}

    /**
     * Makes the config.
     *
     * <p>As with Dockerfiles, a new entrypoint takes the base's cmd with it, which was meant for the old one.
     *
     * @param base the base's config
     * @param settings what the manifest changes
     * @return the image's whole config
     */
    public static ImageConfig of(ImageConfig base, ArtifactSettings settings) {
        ImageConfig.Builder config = base.toBuilder();
        settings.entrypoint()
                .ifPresent(entrypoint -> config.entrypoint(entrypoint).cmd(null));
        settings.cmd().ifPresent(config::cmd);
        return config.env(merged(base.env(), settings.env()))
                .labels(merged(base.labels(), settings.labels()))
                .build();
    }

    private static Map<String, String> merged(Map<String, String> below, Map<String, String> above) {
        Map<String, String> merged = new LinkedHashMap<>(below);
        merged.putAll(above);
        return merged;
    }
}
