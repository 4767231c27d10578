package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The layers of an image as one archive of what is there when they lie on each other.
 *
 * <p>The layers are read twice: for the names, of which as many are held as there are files, then for the content, of
 * which none is. What is written is the same for the same layers: folders first, the rest in the order of the layers.
 * Immutable; an interrupt ends what it is at with an {@link InterruptedIOException}.
 */
public final class FlatRootfs {

    private static final int BUFFER = 1 << 16;

    private final List<Layer> layers;
    private final List<TarHeader> directories;
    private final Map<Long, List<String>> names;

    private FlatRootfs(List<Layer> layers, LayerTree tree) {
        this.layers = layers;
        this.directories = tree.directories();
        this.names = tree.names();
    }

    /**
     * A layer that can be read more than once.
     *
     * @param diffId the digest of its content
     * @param content gives its content
     */
    public record Layer(Digest diffId, Content content) {

        /** Gives the content of a layer. */
        @FunctionalInterface
        public interface Content {

            /**
             * Opens it.
             *
             * @return an uncompressed tar stream; the caller closes it
             * @throws IOException if it cannot be read
             */
            InputStream open() throws IOException;
        }
    }

    /** Takes the headers of all layers, each with its number. */
    interface Visitor {
        void visit(int layer, long source, TarHeader header, TarReader content) throws IOException;
    }

    /**
     * Reads what is where.
     *
     * @param layers lowest first
     * @return what there is to write
     * @throws IOException if a layer cannot be read, is not what its digest says, or holds what leads out of it
     */
    public static FlatRootfs of(List<Layer> layers) throws IOException {
        LayerTree tree = new LayerTree();
        visit(layers, (layer, source, header, content) -> tree.add(layer, source, header));
        return new FlatRootfs(List.copyOf(layers), tree);
    }

    static void visit(List<Layer> layers, Visitor visitor) throws IOException {
        long source = 0;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            try (DigestInputStream in = new DigestInputStream(layer.content().open(), Digest.sha256())) {
                TarReader reader = new TarReader(in);
                for (var header = reader.next(); header.isPresent(); header = reader.next()) {
                    visitor.visit(i, source++, header.get(), reader);
                    requireGoingOn();
                }
                in.transferTo(OutputStream.nullOutputStream());
                Digest digest = Digest.of(in.getMessageDigest());
                if (!digest.equals(layer.diffId())) {
                    throw new IOException("the content of its layer " + layer.diffId() + " is not that of this digest");
                }
            }
        }
    }

    static void requireGoingOn() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while reading an image");
        }
    }

    /**
     * What lies at a path.
     *
     * @param path relative to the root, without a slash at either end; empty for the root itself
     * @return it, with all that is below it; empty if there is nothing, also where a link on the way leads to something
     */
    public Optional<RootfsPart> part(String path) {
        return RootfsPart.at(path, layers, directories, names);
    }

    /**
     * Writes the archive.
     *
     * @param out takes it; the caller closes it
     * @throws IOException if it cannot be written, or a layer is not what it was when it was first read
     */
    public void writeTo(OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        TarWriter tar = new TarWriter(buffered);
        for (TarHeader directory : directories) {
            tar.header(directory);
        }
        byte[] buffer = new byte[BUFFER];
        visit(layers, (layer, source, header, content) -> write(tar, names.get(source), header, content, buffer));
        tar.finish();
    }

    static void write(TarWriter tar, @Nullable List<String> names, TarHeader header, TarReader content, byte[] buffer)
            throws IOException {
        if (names == null) {
            return;
        }
        TarHeader first = header.named(names.get(0));
        tar.header(first);
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            tar.content(buffer, count);
            requireGoingOn();
        }
        tar.contentEnd();
        for (String further : names.subList(1, names.size())) {
            tar.header(first.hardLink(further));
        }
    }
}
