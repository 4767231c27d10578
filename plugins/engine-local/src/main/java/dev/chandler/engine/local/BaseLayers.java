package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.Compression;
import dev.chandler.lib.oci.FlatRootfs;
import dev.chandler.lib.oci.NoRoomException;
import dev.chandler.lib.oci.OverlayForm;
import dev.chandler.lib.oci.OverlayLayers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Unpacks the layers of bases into the store, each once.
 *
 * <p>A layer is known by its chain: the digest of it and of all below it, for what it takes away, and the folders that it does not
 * describe, depend on those. It comes whole into a folder that nobody else knows, is held against its digest, unpacked beside, and
 * then kept. Thread-safe.
 */
final class BaseLayers {

    /** As tar says it of ENOSPC. */
    private static final String FULL = "No space left on device";

    private final StoreFolder folder;
    private final LayerStore layers;
    private final LayerArchives archives;

    BaseLayers(StoreFolder folder, LayerStore layers, LayerArchives archives) {
        this.folder = folder;
        this.layers = layers;
        this.archives = archives;
    }

    /** Where a layer comes from. */
    interface Source {

        /** The digest of its content. */
        Digest diffId();

        /**
         * Brings it.
         *
         * @param file is made: the layer as an archive, compressed or not
         */
        void bringTo(Path file) throws IOException, InterruptedException;
    }

    /**
     * Has layers in the store, of which those that are there already are not brought.
     *
     * @param sources lowest first
     * @return what keeps them, in this order; the caller closes it
     * @throws LayerException if one is no layer, or another than it should be
     * @throws IOException if one cannot be brought
     */
    LayerUse unpacked(List<Source> sources) throws IOException, InterruptedException {
        LayerUse use = layers.use(List.of());
        boolean whole = false;
        try {
            Chain chain = new Chain(sources);
            for (int i = 0; i < sources.size(); i++) {
                Digest id = chain.next(sources.get(i).diffId());
                Optional<String> there = layers.find(id, use);
                chain.places.set(i, archives.archive(there.isPresent() ? there.get() : unpack(chain, i, id, use)));
            }
            whole = true;
            return use;
        } finally {
            if (!whole) {
                use.close();
            }
        }
    }

    private String unpack(Chain chain, int number, Digest id, LayerUse use) throws IOException, InterruptedException {
        Source source = chain.sources.get(number);
        try (LayerDraft draft = layers.draft()) {
            source.bringTo(draft.archive());
            chain.places.set(number, draft.archive());
            unpack(chain, number, draft);
            return layers.keep(draft, id, source.diffId(), use);
        }
    }

    private void unpack(Chain chain, int number, LayerDraft draft) throws IOException {
        try {
            long room = Files.getFileStore(folder.root()).getUsableSpace();
            archives.tar().unpack(out -> chain.overlay.write(number, room, out), draft.root());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (e instanceof NoRoomException || String.valueOf(e.getMessage()).contains(FULL)) {
                throw LocalProblems.store("unpack a layer in", folder.root(), e);
            }
            throw new LayerException(e);
        }
    }

    /** The layers of one base, and where their archives are. */
    private static final class Chain {
        private final List<Source> sources;
        private final List<Path> places;
        private final OverlayLayers overlay;
        private Optional<Digest> id = Optional.empty();

        Chain(List<Source> sources) {
            this.sources = sources;
            this.places = new ArrayList<>(Collections.nCopies(sources.size(), Path.of("")));
            List<FlatRootfs.Layer> contents = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                int number = i;
                contents.add(new FlatRootfs.Layer(
                        sources.get(i).diffId(),
                        () -> Compression.uncompressed(Files.newInputStream(places.get(number)))));
            }
            this.overlay = new OverlayLayers(contents, OverlayForm.TRUSTED);
        }

        /** The digest of all layers up to the next, as the OCI image specification 1.1 has it, "Layer ChainID". */
        Digest next(Digest diffId) {
            Digest next = id.map(below -> Digest.of(below + " " + diffId)).orElse(diffId);
            id = Optional.of(next);
            return next;
        }
    }
}
