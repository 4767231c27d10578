package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Layers: what is changed from one file system to the next, as folders that overlayfs lays over each other.
 *
 * <p>A layer never changes once it is kept. It has a short name, and a diff id where somebody has found that out: the digest of
 * it as an uncompressed tar archive. A file system is a chain of layers, the lowest first. A layer stays as long as a state, an image or a
 * {@link LayerUse} needs it. Thread-safe, also between processes.
 *
 * <pre>{@code
 * try (LayerUse use = layers.use(List.of())) {
 *     for (Digest diffId : diffIds) {
 *         Optional<String> there = layers.find(diffId, use);
 *         if (there.isEmpty()) {
 *             try (LayerDraft draft = layers.draft()) {
 *                 unpack(draft.root());
 *                 there = Optional.of(layers.keep(draft, Optional.of(diffId), use));
 *             }
 *         }
 *         chain.add(there.get());
 *     }
 *     images.keep(config, chain);
 * }
 * }</pre>
 */
final class LayerStore {

    private static final String CONTENT = "l";
    private static final String DIFF_ID = "i";
    private static final String BY_DIFF_ID = "d";
    private static final String USES = "uses";

    private final StoreFolder folder;
    private final String owner;

    LayerStore(StoreFolder folder, ProcessIdentity owner) {
        this.folder = folder;
        this.owner = owner.toString();
    }

    /** Begins a layer. */
    LayerDraft draft() {
        Path work = workFolder();
        try {
            Path root = Files.createDirectory(work.resolve("up"));
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw LocalProblems.store("make", work, e);
        }
        return new LayerDraft(folder, work);
    }

    /** A folder to work in, which says whose it is from the moment it is there. */
    Path workFolder() {
        String name = folder.freshName();
        Path half = folder.makeFolder("w", name + StoreFolder.HALF);
        try {
            Files.writeString(
                    half.resolve("owner"), owner + "\n" + folder.client().buildId() + "\n");
        } catch (IOException e) {
            throw LocalProblems.store("write", half, e);
        }
        Path whole = folder.path("w", name);
        folder.move(half, whole);
        return whole;
    }

    /**
     * Keeps a layer, which must not be written to any more.
     *
     * @param diffId its diff id, where that is known
     * @param use what keeps it until it is part of something
     * @return its name
     */
    String keep(LayerDraft draft, Optional<Digest> diffId, LayerUse use) {
        return keep(draft.root(), diffId, use);
    }

    /**
     * Keeps a layer that came as an archive, which stays as long as the layer does.
     *
     * @param id what it is found by: the digest of it and of all that it lies on
     * @param diffId the digest of the archive's content
     * @param use what keeps it until it is part of something
     * @return its name
     */
    String keep(LayerDraft draft, Digest id, Digest diffId, LayerUse use) {
        return folder.alone(() -> {
            Optional<String> there = named(id);
            if (there.isPresent()) {
                use.add(List.of(there.get()));
                return there.get();
            }
            String name = folder.freshName();
            use.add(List.of(name));
            LayerArchives.came(folder, name, draft.archive(), diffId);
            folder.move(draft.root(), content(name));
            record(name, id);
            return name;
        });
    }

    /** The same of any folder in the store. */
    String keep(Path root, Optional<Digest> diffId, LayerUse use) {
        return folder.alone(() -> {
            Optional<String> there = diffId.flatMap(this::named);
            if (there.isPresent()) {
                use.add(List.of(there.get()));
                return there.get();
            }
            String name = folder.freshName();
            use.add(List.of(name));
            folder.move(root, content(name));
            diffId.ifPresent(digest -> record(name, digest));
            return name;
        });
    }

    /** Finds a layer by its diff id, which the use then keeps. */
    Optional<String> find(Digest diffId, LayerUse use) {
        return folder.alone(() -> {
            Optional<String> there = named(diffId);
            there.ifPresent(name -> use.add(List.of(name)));
            return there;
        });
    }

    /** Its diff id, if anybody has {@linkplain #recordDiffId found that out}. */
    Optional<Digest> diffId(String layer) {
        return folder.read(DIFF_ID, layer).map(text -> Digest.parse(text.strip()));
    }

    /** Says what a layer's diff id is. */
    void recordDiffId(String layer, Digest diffId) {
        folder.alone(() -> {
            record(layer, diffId);
            return layer;
        });
    }

    private void record(String layer, Digest diffId) {
        folder.write(DIFF_ID, layer, diffId + "\n");
        if (named(diffId).isEmpty()) {
            folder.write(BY_DIFF_ID, diffId.hex(), layer + "\n");
        }
    }

    private Optional<String> named(Digest diffId) {
        return folder.read(BY_DIFF_ID, diffId.hex())
                .map(String::strip)
                .filter(name -> Files.isDirectory(content(name)));
    }

    /** The folder with a layer's files, which nobody may write to. */
    Path content(String layer) {
        return folder.path(CONTENT, layer);
    }

    /**
     * Keeps layers that are part of an image, or of nothing yet, from being removed.
     *
     * @throws dev.chandler.api.problem.EngineException if one of them is not there
     */
    LayerUse use(Collection<String> layers) {
        return folder.alone(() -> using(layers));
    }

    /** The same, of an image, which stays as they do. */
    LayerUse use(StoredImage image) {
        String thing = ImageStore.thing(image.id());
        return folder.alone(() -> {
            if (!Files.exists(folder.root().resolve(thing))) {
                throw BaseProblems.noImage(image.id().toString());
            }
            LayerUse use = using(image.layers());
            use.hold(List.of(thing));
            return use;
        });
    }

    /** The same, to be called where nobody else changes anything. */
    LayerUse using(Collection<String> layers) {
        for (String layer : layers) {
            if (!Files.isDirectory(content(layer))) {
                throw LocalProblems.noState(layer);
            }
        }
        LayerUse use = new LayerUse(folder, folder.client().buildId() + "~" + folder.freshName(), owner);
        use.add(layers);
        return use;
    }

    /** Whether a client that runs {@linkplain LayerUse#hold holds} something, to be called where nobody else changes anything. */
    boolean isHeld(String thing) {
        return uses().stream()
                .anyMatch(lines -> List.of(lines.get(2).split(" ")).contains(thing));
    }

    /** What clients use that run: process, layers, other things. */
    private List<List<String>> uses() {
        List<List<String>> uses = new ArrayList<>();
        for (String name : folder.names(USES)) {
            List<String> lines = folder.read(USES, name)
                    .map(text -> List.of(text.split("\n", -1)))
                    .orElse(List.of());
            if (lines.isEmpty() || !runs(lines.get(0))) {
                folder.delete(USES, name);
            } else {
                uses.add(lines);
            }
        }
        return uses;
    }

    /** Whether the client runs that has written that it owns something. */
    boolean runs(String identity) {
        if (identity.equals("-")) {
            return true;
        }
        try {
            return ProcessIdentity.parse(identity).runs();
        } catch (IOException e) {
            return true;
        }
    }

    /** Removes all layers but some, and those in use; to be called where nobody else changes anything. */
    List<Path> takeOut(Set<String> needed) {
        Set<String> stay = new HashSet<>(needed);
        uses().forEach(lines -> stay.addAll(List.of(lines.get(1).split(" "))));
        return folder.names(CONTENT).stream()
                .filter(layer -> !stay.contains(layer))
                .map(this::takeOut)
                .toList();
    }

    /** Forgets what is said of layers that are not there: of one, a client was killed before it had its place. */
    void forgetMissing() {
        Set<String> missing = new HashSet<>(folder.names(DIFF_ID));
        missing.addAll(folder.names(LayerArchives.ARCHIVES));
        missing.addAll(folder.names(LayerArchives.DIGESTS));
        folder.names(CONTENT).forEach(missing::remove);
        missing.forEach(this::forget);
    }

    private Path takeOut(String layer) {
        forget(layer);
        return folder.aside(content(layer));
    }

    private void forget(String layer) {
        diffId(layer)
                .filter(digest -> folder.read(BY_DIFF_ID, digest.hex())
                        .filter(text -> text.strip().equals(layer))
                        .isPresent())
                .ifPresent(digest -> folder.delete(BY_DIFF_ID, digest.hex()));
        folder.delete(DIFF_ID, layer);
        LayerArchives.forget(folder, layer);
    }
}
