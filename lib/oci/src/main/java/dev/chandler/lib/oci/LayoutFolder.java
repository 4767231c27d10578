package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An OCI layout of several images as a store of blobs: each is there whole or not at all, and what the index says holds until
 * another takes its place.
 *
 * <p>A blob that is not what its digest says is refused. Confined to one thread; several may write into one folder.
 */
public final class LayoutFolder implements BlobStore {

    private static final String PART = ".part-";

    private final Path directory;

    private LayoutFolder(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens a layout, or begins one.
     *
     * @param directory its folder, made where it is not there
     * @return the store
     * @throws IOException if it cannot be made
     */
    public static LayoutFolder in(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("blobs").resolve("sha256"));
        return new LayoutFolder(directory);
    }

    /**
     * Opens a layout to be read.
     *
     * @param directory its folder, which need not be there
     * @return the store
     */
    public static LayoutFolder at(Path directory) {
        return new LayoutFolder(directory);
    }

    private Path place(Digest blob) {
        return directory.resolve("blobs").resolve("sha256").resolve(blob.hex());
    }

    @Override
    public boolean has(Digest blob) {
        return Files.isRegularFile(place(blob));
    }

    @Override
    public void put(Descriptor blob, Content content) throws IOException {
        Path part = Files.createTempFile(place(blob.digest()).getParent(), PART, "");
        try {
            MessageDigest sha256 = Digest.sha256();
            try (OutputStream out =
                    new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(part)), sha256)) {
                content.writeTo(out);
            }
            Digest digest = Digest.of(sha256);
            if (!digest.equals(blob.digest())) {
                throw new UnreadableImageException("what should be " + blob.digest() + " is " + digest);
            }
            Files.move(part, place(blob.digest()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public void manifest(Descriptor manifest, byte[] json) throws IOException {
        put(manifest, out -> out.write(json));
    }

    /** The index takes the place of the one that is there. */
    @Override
    public void name(Descriptor index, byte[] json) throws IOException {
        Files.writeString(directory.resolve(LayoutIndex.LAYOUT_FILE), LayoutIndex.LAYOUT);
        Path part = Files.createTempFile(directory, PART, "");
        try {
            Files.write(part, json);
            Files.move(
                    part,
                    directory.resolve(LayoutIndex.INDEX_FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Reads the index.
     *
     * @return its bytes; empty where there is none
     * @throws IOException if it cannot be read
     */
    public Optional<byte[]> index() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(directory.resolve(LayoutIndex.INDEX_FILE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a blob, all of it being what its digest says.
     *
     * @param blob its digest
     * @return its bytes
     * @throws UnreadableImageException if it is not there, or something else
     */
    public byte[] bytes(Digest blob) throws UnreadableImageException {
        try {
            byte[] bytes = Files.readAllBytes(place(blob));
            if (!Digest.of(bytes).equals(blob)) {
                throw new UnreadableImageException("what should be " + blob + " is " + Digest.of(bytes));
            }
            return bytes;
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableImageException("the blob " + blob, e);
        }
    }

    /**
     * Holds a blob against its digest.
     *
     * @param blob its digest
     * @throws UnreadableImageException if it is not there, or something else
     */
    public void check(Digest blob) throws UnreadableImageException {
        try (InputStream in = Files.newInputStream(place(blob))) {
            MessageDigest sha256 = Digest.sha256();
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            if (!Digest.of(sha256).equals(blob)) {
                throw new UnreadableImageException("the blob " + blob + " is damaged");
            }
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableImageException("the blob " + blob, e);
        }
    }

    /**
     * Removes all other blobs.
     *
     * @param blobs what stays
     * @throws IOException if that fails
     */
    public void keepOnly(Set<Digest> blobs) throws IOException {
        BlobFolder.in(directory).keepOnly(blobs.stream().map(Digest::hex).collect(Collectors.toSet()));
    }
}
