package dev.chandler.lib.registry;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An image of one layer.
 *
 * @param text what is in the layer, which need be no tar for a registry
 */
record TestImage(String text) implements RegistryPush.Image {

    @Override
    public void giveTo(ImageReceiver receiver) throws IOException {
        byte[] layer = text.getBytes(StandardCharsets.UTF_8);
        receiver.layer(new ByteArrayInputStream(layer));
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + Digest.of(layer) + "\"]}}";
        receiver.config(config.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a descriptor may be that of such a manifest. */
    static boolean isManifest(Descriptor descriptor) {
        return descriptor.mediaType().equals("application/vnd.oci.image.manifest.v1+json")
                && descriptor.sizeBytes() > 0;
    }
}
