package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image that is a file or folder, looked at but not yet read: holds no file open, and may be given out again and again.
 *
 * <p>Immutable; what it was made of may change, which is found out while it is given out.
 */
public interface ImageFile {

    /**
     * Looks into an <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md">OCI image
     * layout</a>.
     *
     * @param directory the layout's folder
     * @param platform which of its images; empty where it has one
     * @return the image
     * @throws AmbiguousImageException if it has several, or none for that platform
     * @throws UnreadableImageException if it is no layout, or cannot be read
     */
    static ImageFile layout(Path directory, Optional<Platform> platform) throws UnreadableImageException {
        return LayoutImageFile.read(directory, platform);
    }

    /**
     * Looks into an archive as {@code docker save} and {@link DockerArchive} write it, compressed by gzip or not.
     *
     * @param file the archive
     * @return its image
     * @throws AmbiguousImageException if it has several
     * @throws UnreadableImageException if it is no such archive, or cannot be read
     */
    static ImageFile archive(Path file) throws UnreadableImageException {
        return ArchiveImage.read(file);
    }

    /**
     * What stands for the image.
     *
     * @return the digest of its config
     */
    Digest id();

    /**
     * What it runs on.
     *
     * @return as its config says
     */
    Platform platform();

    /**
     * The names that it is to have where it is loaded.
     *
     * @return whole names; none where there are none, or tags alone
     */
    List<String> references();

    /**
     * Gives out config and layers, the latter uncompressed, without ever holding a whole layer.
     *
     * @param receiver takes them
     * @throws UnreadableImageException if the file cannot be read, or its layers are not those of its config
     * @throws IOException what the receiver has thrown
     */
    void giveTo(ImageReceiver receiver) throws IOException;
}
