package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.BlockStream;
import dev.chandler.lib.oci.Compression;
import dev.chandler.lib.oci.GnuTar;
import dev.chandler.lib.oci.OverlayPacking;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Layers as archives: those that came as one are kept as they came, those that a build has made are packed whenever they are
 * wanted, into the same bytes each time.
 *
 * <p>What a layer's digest is stands in a file of its name in {@code p}: for one that came, {@code came DIGEST}; for one that is
 * packed a line {@code SECONDS DIGEST} for each time that its files may have at most. The archives are in {@code t}. All of it goes
 * with the layer. Thread-safe.
 */
final class LayerArchives {

    static final String ARCHIVES = "t";
    static final String DIGESTS = "p";
    private static final String CAME = "came";
    private static final Digest EMPTY = Digest.of(new byte[1024]);

    private final StoreFolder folder;
    private final LayerStore layers;
    private final GnuTar tar = new GnuTar(List.of());

    LayerArchives(StoreFolder folder, LayerStore layers) {
        this.folder = folder;
        this.layers = layers;
    }

    GnuTar tar() {
        return tar;
    }

    /** The archive that a layer came as, compressed or not. */
    Path archive(String layer) {
        return folder.path(ARCHIVES, layer);
    }

    /** Says that a layer is about to come as an archive. */
    static void came(StoreFolder folder, String layer, Path archive, Digest diffId) {
        folder.move(archive, folder.path(ARCHIVES, layer));
        folder.write(DIGESTS, layer, CAME + " " + diffId + "\n");
    }

    /** Forgets a layer. */
    static void forget(StoreFolder folder, String layer) {
        folder.delete(DIGESTS, layer);
        folder.delete(ARCHIVES, layer);
    }

    /** Whether a layer came as an archive; else a build has made it. */
    boolean came(String layer) {
        return folder.read(DIGESTS, layer).flatMap(known -> digest(known, CAME)).isPresent();
    }

    /** Whether nothing is in a layer with a digest. */
    static boolean isEmpty(Digest diffId) {
        return diffId.equals(EMPTY);
    }

    /**
     * The digest of a layer's content, which is packed for that where nobody has done so before.
     *
     * @param latest the time that younger files have in it, where it is packed
     * @throws dev.chandler.api.problem.EngineException if it cannot be packed
     */
    Digest diffId(String layer, Instant latest) throws InterruptedException {
        String known = folder.read(DIGESTS, layer).orElse("");
        Optional<Digest> found = digest(known, CAME).or(() -> digest(known, seconds(latest)));
        if (found.isPresent()) {
            return found.get();
        }
        Digest packed = packed(layer, latest);
        folder.alone(() -> {
            String now = folder.read(DIGESTS, layer).orElse("");
            folder.write(DIGESTS, layer, now + seconds(latest) + " " + packed + "\n");
            return packed;
        });
        return packed;
    }

    private static String seconds(Instant latest) {
        return Long.toString(latest.getEpochSecond());
    }

    private static Optional<Digest> digest(String known, String first) {
        return known.lines()
                .filter(line -> line.startsWith(first + " "))
                .findFirst()
                .map(line -> Digest.parse(line.substring(first.length() + 1)));
    }

    private Digest packed(String layer, Instant latest) throws InterruptedException {
        try (DigestInputStream in = new DigestInputStream(pack(layer, latest), Digest.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Digest.of(in.getMessageDigest());
        } catch (InterruptedIOException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while packing a layer");
        } catch (IOException e) {
            throw BaseProblems.notPacked(layer, BaseProblems.words(e));
        }
    }

    private InputStream pack(String layer, Instant latest) throws IOException {
        return OverlayPacking.open(tar, layers.content(layer), latest, path -> true);
    }

    /**
     * Opens a layer's content; what goes wrong with it is an {@link dev.chandler.api.problem.EngineException}, so that nobody takes
     * it for a failure of where it goes.
     *
     * @param diffId one of those that {@link #diffId} has given for it
     */
    InputStream open(String layer, Digest diffId) {
        String known = folder.read(DIGESTS, layer).orElse("");
        try {
            if (digest(known, CAME).isPresent()) {
                return new Told(layer, diffId, Compression.uncompressed(Files.newInputStream(archive(layer))));
            }
            Instant latest = known.lines()
                    .filter(line -> line.endsWith(" " + diffId))
                    .findFirst()
                    .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(0, line.indexOf(' ')))))
                    .orElseThrow(() -> BaseProblems.noImage("with the layer " + diffId));
            return new Told(layer, diffId, pack(layer, latest));
        } catch (IOException e) {
            throw BaseProblems.notPacked(layer, BaseProblems.words(e));
        }
    }

    /** Content that is held against its digest, when its end is reached. */
    private static final class Told extends BlockStream {
        private final String layer;
        private final Digest diffId;
        private boolean ended;

        Told(String layer, Digest diffId, InputStream in) {
            super(new DigestInputStream(in, Digest.sha256()));
            this.layer = layer;
            this.diffId = diffId;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count;
            try {
                count = in.read(bytes, offset, length);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw BaseProblems.notPacked(layer, BaseProblems.words(e));
            }
            if (count < 0 && !ended) {
                ended = true;
                requireRight();
            }
            return count;
        }

        private void requireRight() {
            Digest found = Digest.of(((DigestInputStream) in).getMessageDigest());
            if (!found.equals(diffId)) {
                throw BaseProblems.notPacked(
                        layer, "its files have changed since the image was made: it is " + found + ", not " + diffId);
            }
        }
    }
}
