package dev.chandler.lib.oci;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ImageReceiver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image that is a file or folder, looked at but not yet read: holds no file open, and may be read again and again.
 *
 * <p>Immutable; what it was made of may change, which is found out while it is read.
 */
public final class ImageFile {

    private final StoredConfig config;
    private final List<StoredLayer> layers;
    private final List<String> references;

    private ImageFile(StoredConfig config, List<StoredLayer> layers, List<String> references) {
        this.config = config;
        this.layers = layers;
        this.references = references;
    }

    /**
     * Looks into an <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md">OCI image
     * layout</a>.
     *
     * @param directory the layout's folder
     * @param choice which of its images
     * @return the image
     * @throws AmbiguousImageException if that is not one image
     * @throws UnreadableImageException if it is no layout, or cannot be read
     */
    public static ImageFile layout(Path directory, ImageChoice choice) throws UnreadableImageException {
        return choice.from(LayoutImage.all(directory));
    }

    /**
     * Looks into an archive as {@code docker save} and {@link DockerArchive} write it, compressed or not.
     *
     * <p>Of a compressed one all that stands before a layer is read each time that the layer is.
     *
     * @param file the archive
     * @param choice which of its images
     * @return the image
     * @throws AmbiguousImageException if that is not one image
     * @throws UnreadableImageException if it is no such archive, or cannot be read
     */
    public static ImageFile archive(Path file, ImageChoice choice) throws UnreadableImageException {
        ArchiveFile archive = ArchiveFile.read(file);
        return choice.from(LegacyImage.isIn(archive) ? LegacyImage.all(archive) : ArchiveImage.all(archive));
    }

    /**
     * Looks into what a manifest names as base.
     *
     * @param base where it is, and which image
     * @param wanted what it is to run on; empty for anything
     * @param preferred what it is to run on where there is a choice
     * @return the image
     * @throws AmbiguousImageException if that is not one image
     * @throws UnreadableImageException if it is no such file or folder, or cannot be read
     */
    public static ImageFile base(BaseReference.Stored base, Optional<Platform> wanted, Platform preferred)
            throws UnreadableImageException {
        ImageChoice choice = new ImageChoice(base.image(), wanted, Optional.of(preferred));
        return base instanceof BaseReference.OciLayout layout
                ? layout(layout.directory(), choice)
                : archive(((BaseReference.DockerArchive) base).file(), choice);
    }

    /** Puts together what was found; names that are tags alone name no image by themselves. */
    static ImageFile of(StoredConfig config, List<StoredLayer> layers, List<String> names) {
        List<String> whole = names.stream()
                .filter(name -> name.contains("/") || name.contains(":"))
                .distinct()
                .toList();
        return new ImageFile(config, List.copyOf(layers), whole);
    }

    /**
     * What stands for the image.
     *
     * @return the digest of its config
     */
    public Digest id() {
        return config.id();
    }

    /**
     * What it runs on.
     *
     * @return as its config says
     */
    public Platform platform() {
        return config.platform();
    }

    /**
     * The names that it is to have where it is loaded.
     *
     * @return whole names; none where there are none, or tags alone
     */
    public List<String> references() {
        return references;
    }

    /**
     * Its whole config.
     *
     * @return a copy, all of it that Chandler reads being what it should be
     */
    public JsonObject config() {
        return config.json();
    }

    /**
     * Its whole config, as written.
     *
     * @return a copy of the bytes that its id is the digest of
     */
    public byte[] configBytes() {
        return config.bytes();
    }

    /**
     * Its layers.
     *
     * @return lowest first, as many as the config says
     */
    public List<StoredLayer> layers() {
        return layers;
    }

    /**
     * The digests of what is in its layers.
     *
     * @return lowest first
     */
    public List<Digest> diffIds() {
        return config.layers();
    }

    /**
     * What there is when its layers lie on each other.
     *
     * @return all of it
     * @throws IOException if a layer cannot be read, is not what the config says, or holds what leads out of it
     */
    public FlatRootfs flattened() throws IOException {
        List<FlatRootfs.Layer> flat = new ArrayList<>();
        layers.forEach(layer -> flat.add(new FlatRootfs.Layer(layer.diffId(), layer::content)));
        return FlatRootfs.of(flat);
    }

    /**
     * Gives out config and layers, the latter uncompressed, each once, without ever holding a whole layer.
     *
     * @param receiver takes them
     * @throws UnreadableImageException if the file cannot be read, or its layers are not those of its config
     * @throws IOException what the receiver has thrown
     */
    public void giveTo(ImageReceiver receiver) throws IOException {
        receiver.config(config.bytes());
        Set<Digest> given = new HashSet<>();
        for (StoredLayer layer : layers) {
            if (given.add(layer.diffId())) {
                give(layer, receiver);
            }
        }
    }

    private static void give(StoredLayer layer, ImageReceiver receiver) throws IOException {
        try (DigestInputStream content = new DigestInputStream(layer.content(), Digest.sha256())) {
            receiver.layer(content);
            content.transferTo(OutputStream.nullOutputStream());
            if (!Digest.of(content.getMessageDigest()).equals(layer.diffId())) {
                throw new UnreadableImageException("its layer " + layer.diffId() + " is not what it should be");
            }
        }
    }
}
