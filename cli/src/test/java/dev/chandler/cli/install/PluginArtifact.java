package dev.chandler.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chandler.api.cache.Digest;

/**
 * A plugin as an artifact of a registry.
 *
 * @param content its file
 * @param layerType the media type of its layer
 * @param type what the manifest says that it is
 * @param annotations the manifest's, as JSON
 */
record PluginArtifact(byte[] content, String layerType, String type, String annotations) {

    static final byte[] CONFIG = "{}".getBytes(UTF_8);

    static PluginArtifact jar(byte[] content) {
        return new PluginArtifact(content, "application/java-archive", "application/vnd.chandler.plugin.v1", "{}");
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
