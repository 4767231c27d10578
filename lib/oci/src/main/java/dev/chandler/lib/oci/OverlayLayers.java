package dev.chandler.lib.oci;

import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * The layers of an image as overlayfs has them, each an archive of what is to be in its folder.
 *
 * <p>Such an archive can be unpacked by anything: folders come first, all else once, under names that lead nowhere but to
 * where they say, whatever the layer has: no name goes through a link, none stands twice, and another name of a file comes
 * after the file. What a layer takes away is a character device with the number 0/0, or an attribute of its folder.
 * What is in a layer is held by its names, as {@link FlatRootfs} does it; its content is not. Confined to one thread; an
 * interrupt ends what it is at with an {@link InterruptedIOException}.
 *
 * <p>Attributes of the spaces {@code user} and {@code security} are kept; what a layer says of overlayfs's own is not.
 */
public final class OverlayLayers {

    private static final int BUFFER = 1 << 16;

    private final List<FlatRootfs.Layer> layers;
    private final OverlayForm form;
    private final LayerTree below = new LayerTree();
    private int known;

    /**
     * Looks at nothing yet.
     *
     * @param layers lowest first
     * @param form how the folders will be mounted
     */
    public OverlayLayers(List<FlatRootfs.Layer> layers, OverlayForm form) {
        this.layers = List.copyOf(layers);
        this.form = form;
    }

    /**
     * Writes one layer; its content is held against its digest, before anything is written and while it is.
     *
     * @param number which, from 0
     * @param mostBytes how large its files may be together; looked at before they are read
     * @param out takes the archive, the same bytes each time; the caller closes it
     * @throws IOException if it cannot be written, or the layer cannot be read, is not what its digest says, or holds what
     *     can be in no layer
     */
    public void write(int number, long mostBytes, OutputStream out) throws IOException {
        FlatRootfs.Layer layer = layers.get(number);
        OverlayTree tree = read(layer, mostBytes);
        if (tree.needsBelow()) {
            knowBelow(number);
            tree.settle(below);
        }
        TarWriter tar = new TarWriter(new BufferedOutputStream(out, BUFFER));
        for (TarHeader folder : tree.folders(form)) {
            tar.header(folder);
        }
        for (String gone : tree.whiteouts()) {
            tar.header(OverlayForm.whiteout(gone));
        }
        writeFiles(number, tree.names(), tar);
        tar.finish();
    }

    private static OverlayTree read(FlatRootfs.Layer layer, long mostBytes) throws IOException {
        OverlayTree tree = new OverlayTree();
        long[] left = {mostBytes};
        FlatRootfs.visit(List.of(layer), (same, source, header, content) -> {
            left[0] -= header.size();
            if (left[0] < 0) {
                throw new NoRoomException(mostBytes);
            }
            tree.add(source, header);
        });
        return tree;
    }

    private void knowBelow(int number) throws IOException {
        while (known < number) {
            FlatRootfs.visit(
                    List.of(layers.get(known)), (same, source, header, content) -> below.add(known, 0, header));
            known++;
        }
    }

    /** Whoever unpacks the layers in their order has them read twice, not three times. */
    private void writeFiles(int number, Map<Long, List<String>> names, TarWriter tar) throws IOException {
        boolean follows = known == number && number < layers.size() - 1;
        byte[] buffer = new byte[BUFFER];
        FlatRootfs.visit(List.of(layers.get(number)), (same, source, header, content) -> {
            if (follows) {
                below.add(number, 0, header);
            }
            FlatRootfs.write(tar, names.get(source), OverlayForm.own(header), content, buffer);
        });
        if (follows) {
            known++;
        }
    }
}
