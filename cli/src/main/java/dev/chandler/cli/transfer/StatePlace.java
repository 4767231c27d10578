package dev.chandler.cli.transfer;

import dev.chandler.lib.oci.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A place that states are carried to, or from. Confined to one thread. */
public interface StatePlace {

    /** Gives out states. */
    interface States {

        /**
         * Puts all of them, and in the end their index.
         *
         * @param store where to
         * @throws IOException what the store has thrown
         * @throws InterruptedException if cancelled
         */
        void putInto(BlobStore store) throws IOException, InterruptedException;
    }

    /** Keeps files on their way, which are gone when it is over. */
    interface Room {

        /**
         * Makes an empty folder.
         *
         * @return the folder
         * @throws IOException if it cannot be made
         */
        Path folder() throws IOException;
    }

    /**
     * Reads a place.
     *
     * @param text {@code KIND:PLACE}
     * @param directory what relative paths begin at
     * @param registries makes one at a registry, of its name there
     * @return it; empty if it is no such place
     */
    static Optional<StatePlace> of(String text, Path directory, Registries registries) {
        int colon = text.indexOf(':');
        String place = text.substring(colon + 1);
        if (colon < 0 || place.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.substring(0, colon)) {
            case "oci" ->
                Optional.of(new FolderPlace(text, directory.resolve(place).normalize()));
            case "oci-archive" ->
                Optional.of(new ArchivePlace(text, directory.resolve(place).normalize()));
            case "registry" -> registries.at(place);
            default -> Optional.empty();
        };
    }

    /** Knows registries. */
    interface Registries {

        /**
         * Names a place.
         *
         * @param reference its name
         * @return it; empty if that is no name
         */
        Optional<StatePlace> at(String reference);
    }

    /**
     * What a trust policy calls it.
     *
     * @return a source as {@code docs/trust.md} has them
     */
    String source();

    /**
     * Writes states there; what is there already counts until all of them are.
     *
     * @param states gives them out
     * @param room for what is on its way
     * @throws IOException if that fails
     * @throws InterruptedException if cancelled
     */
    void write(States states, Room room) throws IOException, InterruptedException;

    /**
     * Finds the layout there.
     *
     * @param room for what is on its way
     * @return a folder, all blobs in it being what they should be, or about to be looked at
     * @throws IOException if it cannot be had
     * @throws InterruptedException if cancelled
     */
    Path layout(Room room) throws IOException, InterruptedException;
}
