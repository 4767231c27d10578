package dev.chandler.lib.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * An image at a registry, for one platform, of which the layers are not yet here: all of it is what its digests say. Immutable.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image specification 1.1</a>,
 * "Image Manifest" and "Image Index"; Docker's own, version 2, differ from these in the names of their types.
 */
public final class RegistryImage {

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_CONFIG = 8 << 20;

    /** A connection may break, and a server be overloaded. */
    private static final int TRIES = 3;

    private static final long PAUSE_MILLIS = 500;

    /** What is beside images in an index: proofs of how they were built. */
    private static final String UNKNOWN = "unknown";

    private final Digest named;
    private final Platform platform;
    private final byte[] config;
    private final List<Layer> layers;

    private RegistryImage(Digest named, Platform platform, byte[] config, List<Layer> layers) {
        this.named = named;
        this.platform = platform;
        this.config = config;
        this.layers = List.copyOf(layers);
    }

    /**
     * One of its layers.
     *
     * @param diffId the digest of its content, as the config says
     * @param blob the layer as the registry has it, compressed or not
     */
    public record Layer(Digest diffId, Descriptor blob) {}

    /** Is told how much of a blob has come. */
    public interface Progress {
        /**
         * Called now and then.
         *
         * @param bytes so many, from the beginning; fewer than before where it had to begin again
         */
        void came(long bytes);
    }

    /**
     * Finds out what a name stands for; reads its config, and no layer.
     *
     * @param registry where, with the name
     * @param wanted what the image is to run on; empty for {@code own} where there is a choice
     * @param own what is taken where there is a choice
     * @return the image; empty where nothing has that name
     * @throws OtherPlatformException if it is there, but not for the platform
     * @throws IOException if the registry refuses, or what it has is no image, or not what its digest says
     */
    public static Optional<RegistryImage> find(RegistryPull registry, Optional<Platform> wanted, Platform own)
            throws IOException {
        Optional<RegistryPull.Manifest> top = registry.find();
        if (top.isEmpty()) {
            return Optional.empty();
        }
        JsonObject json = parsed("manifest", top.get().json());
        if (!(json.get("manifests") instanceof JsonArray entries)) {
            return Optional.of(read(registry, top.get().digest(), json));
        }
        Digest one = read("index", () -> chosen(entries, wanted.orElse(own)));
        RegistryPull.Manifest manifest = registry.find(one)
                .orElseThrow(() -> new RefusedException(
                        PushRefusal.OTHER, "its index leads to " + one + ", which the registry does not have"));
        return Optional.of(read(registry, top.get().digest(), parsed("manifest", manifest.json())));
    }

    /**
     * What its name stands for, which may be an index of images for several platforms.
     *
     * @return the digest
     */
    public Digest named() {
        return named;
    }

    /**
     * What it runs on.
     *
     * @return as its config says
     */
    public Platform platform() {
        return platform;
    }

    /**
     * Its whole config, as written.
     *
     * @return a copy of the bytes that its id is the digest of
     */
    public byte[] config() {
        return config.clone();
    }

    /**
     * Its layers.
     *
     * @return lowest first, as many as the config says
     */
    public List<Layer> layers() {
        return layers;
    }

    private static Digest chosen(JsonArray entries, Platform platform) throws OtherPlatformException {
        List<Platform> platforms = new ArrayList<>();
        Optional<Digest> suitable = Optional.empty();
        for (JsonElement each : entries) {
            JsonObject entry = each.getAsJsonObject();
            Platform its = platform(JsonFields.object(entry, "platform"));
            Digest digest = Digest.parse(JsonFields.text(entry, "digest"));
            if (its.equals(platform)) {
                return digest;
            }
            if (!its.os().equals(UNKNOWN)) {
                platforms.add(its);
            }
            if (its.suits(platform)) {
                suitable = suitable.or(() -> Optional.of(digest));
            }
        }
        return suitable.orElseThrow(() -> new OtherPlatformException(platforms));
    }

    private static Platform platform(JsonObject json) {
        return new Platform(
                JsonFields.text(json, "os"), JsonFields.text(json, "architecture"), JsonFields.text(json, "variant"));
    }

    private static RegistryImage read(RegistryPull registry, Digest named, JsonObject manifest) throws IOException {
        if (!manifest.has("config") || !(manifest.get("layers") instanceof JsonArray)) {
            throw new RefusedException(
                    PushRefusal.OTHER,
                    "what has that name is no image, or of a form that is older than Docker 1.10: its type is "
                            + JsonFields.text(manifest, "mediaType"));
        }
        Descriptor configured = read("manifest", () -> descriptor(manifest.getAsJsonObject("config")));
        byte[] config = config(registry, configured);
        JsonObject json = parsed("config", new String(config, StandardCharsets.UTF_8));
        return read("config", () -> {
            List<Digest> diffIds = JsonFields.strings(
                            JsonFields.object(json, "rootfs").get("diff_ids"))
                    .stream()
                    .map(Digest::parse)
                    .toList();
            return new RegistryImage(named, platform(json), config, layers(manifest.getAsJsonArray("layers"), diffIds));
        });
    }

    private static List<Layer> layers(JsonArray blobs, List<Digest> diffIds) {
        if (blobs.size() != diffIds.size()) {
            throw new IllegalStateException(
                    "the manifest has " + blobs.size() + " layers, and the config " + diffIds.size());
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            layers.add(new Layer(diffIds.get(i), descriptor(blobs.get(i).getAsJsonObject())));
        }
        return layers;
    }

    private static Descriptor descriptor(JsonObject json) {
        long size = json.get("size").getAsLong();
        if (size < 0) {
            throw new IllegalStateException("a size is " + size);
        }
        return new Descriptor(JsonFields.text(json, "mediaType"), Digest.parse(JsonFields.text(json, "digest")), size);
    }

    private static byte[] config(RegistryPull registry, Descriptor blob) throws IOException {
        try (InputStream in = registry.blob(blob.digest())) {
            byte[] bytes = in.readNBytes(LONGEST_CONFIG + 1);
            if (bytes.length > LONGEST_CONFIG) {
                throw new RefusedException(PushRefusal.OTHER, "its config is longer than any config");
            }
            if (bytes.length != blob.sizeBytes() || !Digest.of(bytes).equals(blob.digest())) {
                throw lie(blob);
            }
            return bytes;
        }
    }

    private static RefusedException lie(Descriptor blob) {
        return new RefusedException(
                PushRefusal.OTHER, "the registry gives something else for " + blob.digest() + ", or not all of it");
    }

    private static JsonObject parsed(String what, String text) throws IOException {
        return read(what, () -> JsonParser.parseString(text).getAsJsonObject());
    }

    /** Whatever is wrong with a document shows when it is read. */
    private static <T> T read(String what, Callable<T> reading) throws IOException {
        try {
            return reading.call();
        } catch (IOException e) {
            throw e;
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            throw new RefusedException(
                    PushRefusal.OTHER, "its " + what + " is not what it should be: " + e.getMessage());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Fetches a blob, as large as it is to be and no larger; tries again, a little later, where the connection breaks or the registry
     * has too much to do.
     *
     * @param registry where it is
     * @param blob what it is to be
     * @param file is made, and is whole when this returns; whoever calls removes it where this fails
     * @param progress is told how far it has come
     * @throws IOException if the registry refuses, or what it gives is not that blob; where the file cannot be written a
     *     {@link FileSystemException}; of an interrupt an {@link InterruptedIOException}
     */
    public static void fetch(RegistryPull registry, Descriptor blob, Path file, Progress progress) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                fetchOnce(registry, blob, file, progress);
                return;
            } catch (IOException e) {
                if (tries == TRIES || Thread.currentThread().isInterrupted() || !mayPass(e)) {
                    throw e;
                }
                pause(tries, blob);
            }
        }
    }

    private static boolean mayPass(IOException e) {
        return e instanceof RefusedException refused ? refused.isPassing() : !(e instanceof FileSystemException);
    }

    private static void pause(int tries, Descriptor blob) throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS * tries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(blob);
        }
    }

    private static InterruptedIOException interrupted(Descriptor blob) {
        return new InterruptedIOException("interrupted while fetching " + blob.digest());
    }

    /** What the disk says is not what the registry says. */
    private static void write(OutputStream out, byte[] buffer, int count, Path file) throws FileSystemException {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            FileSystemException failure = new FileSystemException(file.toString(), null, e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static void fetchOnce(RegistryPull registry, Descriptor blob, Path file, Progress progress)
            throws IOException {
        MessageDigest digest = Digest.sha256();
        long left = blob.sizeBytes();
        try (InputStream in = registry.blob(blob.digest());
                OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw lie(blob);
                }
                digest.update(buffer, 0, count);
                write(out, buffer, count, file);
                progress.came(blob.sizeBytes() - left);
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(blob);
                }
            }
        }
        if (left > 0 || !Digest.of(digest).equals(blob.digest())) {
            throw lie(blob);
        }
    }
}
