package dev.chandler.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chandler.api.cache.Digest;

/** A plugin as an artifact of a registry. */
final class PluginArtifact {

    static final String CONFIG = "{}";

    private final byte[] content;
    private final String layerType;
    private final String type;
    private final String annotations;

    /**
     * Makes one.
     *
     * @param content its file
     * @param layerType the media type of its layer
     * @param type what the manifest says that it is
     * @param annotations the manifest's, as JSON
     */
    PluginArtifact(byte[] content, String layerType, String type, String annotations) {
        this.content = content.clone();
        this.layerType = layerType;
        this.type = type;
        this.annotations = annotations;
    }

    static PluginArtifact jar(byte[] content) {
        return new PluginArtifact(content, "application/java-archive", "application/vnd.chandler.plugin.v1", "{}");
    }

    byte[] content() {
        return content.clone();
    }

    Digest digest() {
        return Digest.of(content);
    }

    byte[] manifest() {
        return """
                {
                  "schemaVersion": 2,
                  "mediaType": "application/vnd.oci.image.manifest.v1+json",
                  "artifactType": "%s",
                  "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%s", "size": 2},
                  "layers": [{"mediaType": "%s", "digest": "%s", "size": %d}],
                  "annotations": %s
                }
                """.formatted(type, Digest.of(CONFIG), layerType, digest(), content.length, annotations)
                .getBytes(UTF_8);
    }
}
