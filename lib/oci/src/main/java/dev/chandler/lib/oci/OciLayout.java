package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An image as a folder with an OCI image layout, its layers compressed, equal bytes for an equal image.
 *
 * <p>A new folder appears whole. In one that is there already the new blobs are put beside the old ones, then its index is
 * replaced, then what nobody refers to is removed: so that whoever reads it meanwhile finds the old image or the new one.
 */
public final class OciLayout implements ImageWriter {

    private final Path directory;
    private final boolean there;
    private final List<String> references;
    private final PartFiles parts;
    private final BlobFolder blobs;
    private final ImageConfigFile config = new ImageConfigFile();
    private final Map<Digest, Descriptor> layers = new LinkedHashMap<>();

    private OciLayout(Path directory, boolean there, List<String> references, PartFiles parts) throws IOException {
        this.directory = directory;
        this.there = there;
        this.references = references;
        this.parts = parts;
        this.blobs = BlobFolder.in(parts.part());
    }

    /**
     * Begins a layout beside its destination, or in it where that is there.
     *
     * @param directory where it will be; a layout that is there is replaced in the end
     * @param references the image's names; the layout has the tags
     * @return a writer; the caller closes it
     * @throws IOException if nothing can be written there
     */
    public static OciLayout open(Path directory, List<String> references) throws IOException {
        boolean there = Files.isDirectory(directory);
        PartFiles parts = there ? PartFiles.in(directory) : PartFiles.beside(directory);
        try {
            return new OciLayout(directory, there, List.copyOf(references), parts);
        } catch (IOException e) {
            parts.remove();
            throw e;
        }
    }

    /**
     * Says why a place can hold no layout, whatever rights there are: nothing is replaced but a layout of one image.
     *
     * @param directory the place
     * @return what is in the way; empty where nothing is
     */
    public static Optional<String> objection(Path directory) {
        return LayoutIndex.objection(directory);
    }

    @Override
    public void config(byte[] json) {
        config.set(json);
    }

    @Override
    public void layer(InputStream tar) throws IOException {
        blobs.compressed(tar).addTo(layers);
    }

    @Override
    public Optional<Descriptor> finish() throws IOException {
        List<Descriptor> wanted = new ArrayList<>();
        config.layers(layers.keySet()).forEach(diffId -> wanted.add(layers.get(diffId)));
        Descriptor written = blobs.write(LayoutIndex.CONFIG, config.bytes());
        Descriptor manifest = blobs.write(LayoutIndex.MANIFEST, LayoutIndex.manifest(written, wanted));
        Files.write(parts.part().resolve(LayoutIndex.INDEX_FILE), LayoutIndex.index(manifest, references));
        Files.writeString(parts.part().resolve(LayoutIndex.LAYOUT_FILE), LayoutIndex.LAYOUT);
        Set<String> used = Stream.concat(Stream.of(written, manifest), wanted.stream())
                .map(blob -> blob.digest().hex())
                .collect(Collectors.toSet());
        if (there) {
            replaceInTurn(used);
        } else {
            blobs.keepOnly(used);
            Files.move(parts.part(), directory, StandardCopyOption.ATOMIC_MOVE);
        }
        return Optional.of(manifest);
    }

    /** Builds that replace one layout do so one after the other: else each would remove the other's blobs. */
    private void replaceInTurn(Set<String> used) throws IOException {
        Path marker = directory.resolve(LayoutIndex.LAYOUT_FILE);
        if (!Files.exists(marker)) {
            move(LayoutIndex.LAYOUT_FILE);
        }
        try (FileChannel turn = FileChannel.open(marker, StandardOpenOption.WRITE)) {
            turn.lock();
            replace(used);
        }
    }

    private void replace(Set<String> used) throws IOException {
        BlobFolder target = BlobFolder.in(directory);
        List<Path> added = new ArrayList<>();
        try {
            for (String blob : used) {
                blobs.move(blob, target).ifPresent(added::add);
            }
            move(LayoutIndex.INDEX_FILE);
        } catch (IOException e) {
            for (Path blob : added) {
                Files.deleteIfExists(blob);
            }
            throw e;
        }
        target.keepOnly(used);
    }

    private void move(String name) throws IOException {
        Files.move(
                parts.part().resolve(name),
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        parts.remove();
    }
}
