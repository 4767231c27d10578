package dev.chandler.api.cache;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Small texts that the client keeps from one build to the next, for what takes long to find out and can be found out again.
 *
 * <p>Nothing is sure to be there: a note that cannot be read is not found, one that cannot be written is not kept, and
 * {@code chandler cache prune} removes all of them. What a step does, and its key, must be the same without them. They lie
 * in the clear in the user's cache folder: no secrets. Each provisioner has its own. Thread-safe, also between processes: a
 * note is read whole or not at all, and the last that was written stays.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Notes {

    /** Keeps nothing. */
    Notes NONE = new Notes() {
        @Override
        public Optional<String> find(String name) {
            return Optional.empty();
        }

        @Override
        public void keep(String name, String text) {}
    };

    /**
     * Finds a note.
     *
     * @param name what it is about, such as a path
     * @return its text; empty if there is none
     */
    Optional<String> find(String name);

    /**
     * Keeps a note; one of the same name that is there already is replaced.
     *
     * @param name what it is about
     * @param text its text, some megabytes at most
     */
    void keep(String name, String text);
}
