package dev.chandler.core.transfer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.oci.BlobStore;
import dev.chandler.lib.oci.LayoutFolder;
import dev.chandler.lib.oci.OciDocument;
import dev.chandler.lib.oci.UnreadableImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The index of a layout of states: an image for each, under its key, and one manifest more for the records.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md">OCI image index</a>. The records are
 * for no platform, so that tools pass over them.
 */
public final class CacheIndex {

    /** What the manifest of the records says that it is. */
    public static final String TYPE = "application/vnd.chandler.cache.v1";

    private static final String RECORDS = "application/vnd.chandler.cache.records.v1+json";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";

    private CacheIndex() {}

    /** Writes records and index; the images are there already. */
    static Descriptor write(BlobStore store, CarriedRecords records, List<Descriptor> images) throws IOException {
        Descriptor empty = put(store, EMPTY, "{}".getBytes(StandardCharsets.UTF_8));
        Descriptor content = put(store, RECORDS, records.json());
        JsonObject manifest = OciDocument.of(OciDocument.MANIFEST);
        manifest.addProperty("artifactType", TYPE);
        manifest.add("config", OciDocument.descriptor(empty));
        JsonArray layers = new JsonArray();
        layers.add(OciDocument.descriptor(content));
        manifest.add("layers", layers);
        byte[] bytes = OciDocument.bytes(manifest);
        Descriptor described = new Descriptor(OciDocument.MANIFEST, Digest.of(bytes), bytes.length);
        store.manifest(described, bytes);
        JsonArray entries = new JsonArray();
        for (int i = 0; i < images.size(); i++) {
            entries.add(named(images.get(i), records.states().get(i).key()));
        }
        JsonObject last = OciDocument.descriptor(described);
        last.addProperty("artifactType", TYPE);
        JsonObject platform = new JsonObject();
        platform.addProperty("os", "unknown");
        platform.addProperty("architecture", "unknown");
        last.add("platform", platform);
        entries.add(last);
        JsonObject index = OciDocument.of(OciDocument.INDEX);
        index.add("manifests", entries);
        byte[] json = OciDocument.bytes(index);
        Descriptor whole = new Descriptor(OciDocument.INDEX, Digest.of(json), json.length);
        store.name(whole, json);
        return whole;
    }

    private static Descriptor put(BlobStore store, String type, byte[] bytes) throws IOException {
        Descriptor blob = new Descriptor(type, Digest.of(bytes), bytes.length);
        if (!store.has(blob.digest())) {
            store.put(blob, out -> out.write(bytes));
        }
        return blob;
    }

    private static JsonObject named(Descriptor image, Digest key) {
        JsonObject entry = OciDocument.descriptor(image);
        JsonObject annotations = new JsonObject();
        annotations.addProperty(OciDocument.REFERENCE, key.hex());
        annotations.addProperty(ClientIdentity.KEY_LABEL, key.hex());
        entry.add("annotations", annotations);
        return entry;
    }

    /**
     * The manifests that an index lists.
     *
     * @param index its bytes
     * @return their digests, in order
     * @throws UnreadableImageException if it is the index of anything else
     */
    public static List<Digest> manifests(byte[] index) throws UnreadableImageException {
        return reading(
                "its index",
                () -> entries(index).stream()
                        .map(entry -> digest(entry.getAsJsonObject()))
                        .distinct()
                        .toList());
    }

    private static List<JsonElement> entries(byte[] index) {
        return object(index).getAsJsonArray("manifests").asList();
    }

    /**
     * The blobs that a manifest lists.
     *
     * @param manifest its bytes
     * @return digests of config and layers
     * @throws UnreadableImageException if it is anything else
     */
    public static List<Digest> blobs(byte[] manifest) throws UnreadableImageException {
        return reading("a manifest", () -> {
            JsonObject json = object(manifest);
            JsonArray all = json.getAsJsonArray("layers").deepCopy();
            all.add(json.get("config"));
            return all.asList().stream()
                    .map(blob -> digest(blob.getAsJsonObject()))
                    .toList();
        });
    }

    /** Reads the records of a layout; those of the others are no layout of states. */
    static CarriedRecords records(LayoutFolder layout, byte[] index) throws UnreadableImageException {
        Digest manifest = reading(
                "its index",
                () -> entries(index).stream()
                        .filter(CacheIndex::isOfRecords)
                        .map(entry -> digest(entry.getAsJsonObject()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("it has images, and no records of states")));
        byte[] bytes = layout.bytes(manifest);
        Digest content = reading(
                "the manifest of its records",
                () -> digest(object(bytes).getAsJsonArray("layers").get(0).getAsJsonObject()));
        byte[] records = layout.bytes(content);
        return reading("its records", () -> CarriedRecords.read(records));
    }

    /**
     * Whether an index is one of states.
     *
     * @param index its bytes
     * @return false for anything else
     */
    public static boolean isOfStates(byte[] index) {
        try {
            return reading("it", () -> entries(index).stream().anyMatch(CacheIndex::isOfRecords));
        } catch (UnreadableImageException e) {
            return false;
        }
    }

    private static boolean isOfRecords(JsonElement entry) {
        JsonElement type = entry.getAsJsonObject().get("artifactType");
        return type != null && type.getAsString().equals(TYPE);
    }

    /**
     * Removes what no index leads to any more.
     *
     * @param layout a layout of states, whole
     * @throws IOException if that fails
     */
    public static void removeOthers(LayoutFolder layout) throws IOException {
        byte[] index = layout.index().orElseThrow(() -> new UnreadableImageException("it has no index.json"));
        layout.keepOnly(reachable(layout, index));
    }

    /** Everything that an index leads to. */
    static Set<Digest> reachable(LayoutFolder layout, byte[] index) throws UnreadableImageException {
        Set<Digest> all = new HashSet<>();
        for (Digest manifest : manifests(index)) {
            all.add(manifest);
            all.addAll(blobs(layout.bytes(manifest)));
        }
        return all;
    }

    private static JsonObject object(byte[] json) {
        return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static Digest digest(JsonObject entry) {
        return Digest.parse(entry.get("digest").getAsString());
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T reading(String what, Reading<T> reading) throws UnreadableImageException {
        try {
            return reading.read();
        } catch (IllegalArgumentException e) {
            throw new UnreadableImageException(String.valueOf(e.getMessage()));
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | IndexOutOfBoundsException
                | ClassCastException
                | NullPointerException e) {
            throw new UnreadableImageException(what + " is not what it should be");
        }
    }
}
