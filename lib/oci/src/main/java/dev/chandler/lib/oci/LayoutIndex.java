package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON documents of a layout. */
final class LayoutIndex {

    static final String INDEX_FILE = "index.json";
    static final String LAYOUT_FILE = "oci-layout";
    static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    static final String MANIFEST = OciDocument.MANIFEST;
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String INDEX = OciDocument.INDEX;

    // Docker's own, which some tools leave as they are.
    private static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";

    static final String REFERENCE = OciDocument.REFERENCE;

    /** The whole name, where {@link #REFERENCE} is its tag: so containerd, BuildKit and newer Dockers have it. */
    static final String CONTAINERD_NAME = "io.containerd.image.name";

    private LayoutIndex() {}

    static boolean isManifest(String mediaType) {
        return mediaType.equals(MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }

    static boolean isIndex(String mediaType) {
        return mediaType.equals(INDEX) || mediaType.equals(DOCKER_INDEX);
    }

    static byte[] manifest(Descriptor config, List<Descriptor> layers) {
        JsonObject manifest = OciDocument.of(MANIFEST);
        manifest.add("config", OciDocument.descriptor(config));
        JsonArray array = new JsonArray();
        layers.forEach(layer -> array.add(OciDocument.descriptor(layer)));
        manifest.add("layers", array);
        return OciDocument.bytes(manifest);
    }

    /** One entry for each tag, as other builders write it: tools ask for an image by its tag alone. */
    static byte[] index(Descriptor manifest, List<String> references) {
        JsonArray manifests = new JsonArray();
        references.stream().map(LayoutIndex::tag).distinct().forEach(tag -> {
            JsonObject entry = OciDocument.descriptor(manifest);
            JsonObject annotations = new JsonObject();
            annotations.addProperty(REFERENCE, tag);
            entry.add("annotations", annotations);
            manifests.add(entry);
        });
        if (manifests.isEmpty()) {
            manifests.add(OciDocument.descriptor(manifest));
        }
        JsonObject index = OciDocument.of(INDEX);
        index.add("manifests", manifests);
        return OciDocument.bytes(index);
    }

    private static String tag(String reference) {
        int colon = reference.lastIndexOf(':');
        return colon > reference.lastIndexOf('/') ? reference.substring(colon + 1) : "latest";
    }

    static Optional<String> objection(Path directory) {
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of("it is no folder");
        }
        try {
            if (PartFiles.isEmpty(directory)) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(directory.resolve(LAYOUT_FILE))) {
                return Optional.of("there is a folder with other things in it, and no OCI image layout");
            }
            Path index = directory.resolve(INDEX_FILE);
            // A build that was killed may have come no further.
            int images = Files.exists(index) ? images(index) : 0;
            return images > 1
                    ? Optional.of("there is an OCI image layout with " + images + " images, which would all be gone")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            return Optional.of("there is a folder whose " + INDEX_FILE + " is not that of an OCI image layout");
        }
    }

    private static int images(Path index) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(index)).getAsJsonObject();
        Set<String> digests = new HashSet<>();
        for (JsonElement manifest : json.getAsJsonArray("manifests")) {
            digests.add(manifest.getAsJsonObject().get("digest").getAsString());
        }
        return digests.size();
    }
}
