package dev.chandler.api.provision;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * What is in the image that another build of the project makes. Made by Chandler alone.
 *
 * <p>Thread-safe. The image is the one that the other build has left when this one begins; while nobody knows which that
 * is, nothing is known of its files either.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface BuildFiles {

    /**
     * Something in the image.
     *
     * @param digest of its content, and that of all below it, with names, kinds, modes and owners; no times
     * @param folder whether it is a folder
     */
    record Found(Digest digest, boolean folder) {}

    /**
     * How what is taken is to be in a tar stream.
     *
     * @param name what the file or folder is called; empty for a folder's content alone
     * @param uid the owner of everything; empty for the owner that each has
     * @param gid the group of everything; empty for the group that each has
     * @param mode the permissions of files, and of folders with search permission where there is read permission; empty
     *     for their own
     */
    record Form(String name, OptionalInt uid, OptionalInt gid, OptionalInt mode) {}

    /**
     * The other build's name.
     *
     * @return as {@code chandler.project.yml} has it
     */
    String build();

    /**
     * Looks whether anything is known of the image.
     *
     * @return false while the other build has to run first
     */
    boolean isKnown();

    /**
     * Looks at a file or folder; may read the whole image once, and remembers what it finds.
     *
     * @param path absolute; links on the way are not followed
     * @param place where that was written, for problems
     * @return what it is; empty while that is not {@linkplain #isKnown() known}
     * @throws ManifestException if it is not in the image, or neither a file nor a folder
     * @throws EngineException if the image cannot be read
     * @throws InterruptedException if cancelled
     */
    Optional<Found> find(String path, Location place) throws InterruptedException;

    /**
     * Opens a file or folder.
     *
     * @param path absolute
     * @param place where that was written, for problems
     * @param form how it is to be
     * @return a tar stream; the caller closes it
     * @throws ManifestException if it is not in the image, or neither a file nor a folder
     * @throws EngineException if the image cannot be read
     * @throws InterruptedException if cancelled
     */
    InputStream open(String path, Location place, Form form) throws InterruptedException;
}
