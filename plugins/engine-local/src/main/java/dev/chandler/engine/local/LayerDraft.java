package dev.chandler.engine.local;

import java.nio.file.Path;

/**
 * A layer that is being made: a folder to be filled as overlayfs has upper directories.
 *
 * <p>What is removed in it is a character device 0/0 of that name; a directory that hides those below it has the extended attribute
 * {@code trusted.overlay.opaque}, {@code y}, or {@code user.overlay.opaque} in a store whose owner is not root. Owner and mode of the folder itself are
 * those of the root directory. Closing removes what was not {@linkplain LayerStore#keep kept}; what a killed client left is
 * removed by another.
 */
final class LayerDraft implements AutoCloseable {

    private final StoreFolder folder;
    private final Path work;

    LayerDraft(StoreFolder folder, Path work) {
        this.folder = folder;
        this.work = work;
    }

    /** The folder to be filled, empty at first, root's, mode 0755. */
    Path root() {
        return work.resolve("up");
    }

    /** Where the archive goes that the layer came as, if it came as one. */
    Path archive() {
        return work.resolve("archive");
    }

    @Override
    public void close() {
        folder.removeTree(work);
    }
}
