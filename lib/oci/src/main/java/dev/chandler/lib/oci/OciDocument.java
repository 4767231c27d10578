package dev.chandler.lib.oci;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Descriptor;
import java.nio.charset.StandardCharsets;

/**
 * What the JSON documents of image layouts have in common.
 *
 * <p>Source: the <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md">OCI image specification 1.1</a>.
 */
public final class OciDocument {

    /** The type of an image's manifest. */
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** The type of a list of manifests. */
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** The annotation of what has a name in an index. */
    public static final String REFERENCE = "org.opencontainers.image.ref.name";

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private OciDocument() {}

    /**
     * Begins a document.
     *
     * @param mediaType its type
     * @return an object with the version of the specification and the type
     */
    public static JsonObject of(String mediaType) {
        JsonObject document = new JsonObject();
        document.addProperty("schemaVersion", 2);
        document.addProperty("mediaType", mediaType);
        return document;
    }

    /**
     * Writes a descriptor.
     *
     * @param descriptor what it says
     * @return an object with type, digest and size
     */
    public static JsonObject descriptor(Descriptor descriptor) {
        JsonObject json = new JsonObject();
        json.addProperty("mediaType", descriptor.mediaType());
        json.addProperty("digest", descriptor.digest().toString());
        json.addProperty("size", descriptor.sizeBytes());
        return json;
    }

    /**
     * Ends a document.
     *
     * @param document all of it
     * @return its bytes, in UTF-8
     */
    public static byte[] bytes(JsonObject document) {
        return GSON.toJson(document).getBytes(StandardCharsets.UTF_8);
    }
}
