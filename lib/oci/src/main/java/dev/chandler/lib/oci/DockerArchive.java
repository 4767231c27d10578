package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * An image as one tar file that {@code docker load} takes, and whatever reads what {@code docker save} writes.
 *
 * <p>Layers go straight into the file, each behind a header that is filled in once its size is known: so the image is on
 * the disk once and never in memory.
 */
public final class DockerArchive implements ImageWriter {

    private static final int BLOCK = 512;

    private final Path file;
    private final List<String> references;
    private final PartFiles parts;
    private final RandomAccessFile out;
    private final ImageConfigFile config = new ImageConfigFile();
    private final Set<Digest> layers = new HashSet<>();

    private DockerArchive(Path file, List<String> references, PartFiles parts, RandomAccessFile out) {
        this.file = file;
        this.references = references;
        this.parts = parts;
        this.out = out;
    }

    /**
     * Begins an archive beside its destination.
     *
     * @param file where it will be; a file that is there is replaced in the end
     * @param references the names that whoever loads it is to give the image
     * @return a writer; the caller closes it
     * @throws IOException if nothing can be written there
     */
    public static DockerArchive open(Path file, List<String> references) throws IOException {
        // What a link leads to is replaced, not the link.
        Path real = Files.exists(file) ? file.toRealPath() : file;
        PartFiles parts = PartFiles.beside(real);
        try {
            // Not a channel: an interrupt would close that.
            RandomAccessFile out = new RandomAccessFile(parts.part().toFile(), "rw");
            return new DockerArchive(real, List.copyOf(references), parts, out);
        } catch (IOException e) {
            parts.remove();
            throw e;
        }
    }

    /**
     * Says why a place can hold no archive, whatever rights there are.
     *
     * @param file the place
     * @return what is in the way; empty where nothing is
     */
    public static Optional<String> objection(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("it is a folder");
        }
        return Files.exists(file) && !Files.isRegularFile(file)
                ? Optional.of("it is no regular file")
                : Optional.empty();
    }

    @Override
    public void config(byte[] json) {
        config.set(json);
    }

    @Override
    public void layer(InputStream tar) throws IOException {
        long start = out.length();
        Digest diffId = content(start, tar);
        if (layers.add(diffId)) {
            header(start, diffId.hex() + ".tar", out.length() - start - BLOCK);
            pad();
        } else {
            out.setLength(start);
        }
    }

    private Digest content(long start, InputStream from) throws IOException {
        out.seek(start);
        out.write(new byte[BLOCK]);
        return Copying.copy(from, (bytes, length) -> out.write(bytes, 0, length));
    }

    /** The same for equal content: no times, no owners. */
    private void header(long at, String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        byte[] header = new byte[BLOCK];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8), true);
        out.seek(at);
        out.write(header);
    }

    private void pad() throws IOException {
        long end = out.length();
        out.seek(end);
        out.write(new byte[(int) ((BLOCK - end % BLOCK) % BLOCK)]);
    }

    private void entry(String name, byte[] bytes) throws IOException {
        long start = out.length();
        content(start, new ByteArrayInputStream(bytes));
        header(start, name, bytes.length);
        pad();
    }

    @Override
    public Optional<Descriptor> finish() throws IOException {
        byte[] json = config.bytes();
        String name = Digest.of(json).hex() + ".json";
        JsonArray files = new JsonArray();
        config.layers(layers).forEach(layer -> files.add(layer.hex() + ".tar"));
        JsonArray names = new JsonArray();
        references.forEach(names::add);
        JsonObject image = new JsonObject();
        image.addProperty("Config", name);
        image.add("RepoTags", names);
        image.add("Layers", files);
        JsonArray images = new JsonArray();
        images.add(image);
        entry(name, json);
        entry("manifest.json", images.toString().getBytes(StandardCharsets.UTF_8));
        out.write(new byte[2 * BLOCK]);
        out.close();
        Files.move(parts.part(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        out.close();
        parts.remove();
    }
}
