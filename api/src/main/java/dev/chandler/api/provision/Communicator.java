package dev.chandler.api.provision;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import java.io.InputStream;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What can be done inside an instance, whatever the engine: run, put, get.
 *
 * <p>It is connected when a provisioner gets it, and closed by whoever made it. Thread-safe. Every method throws
 * {@link EngineException} where the engine has gone or refuses.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Communicator {

    /**
     * Runs a command and waits for its end.
     *
     * <p>All output has been given to the sink when this returns. A program that cannot be started is no exception but
     * exit code 126 or 127, with the reason on standard error.
     *
     * @param command what to run
     * @param output takes what it writes
     * @return how it ended
     * @throws InterruptedException if cancelled; the command and what it started are ended then
     */
    CommandResult run(Command command, OutputSink output) throws InterruptedException;

    /**
     * Unpacks files into the instance, with owners and modes as the archive has them.
     *
     * <p>Needs no shell, {@code tar} or {@code chown} there. Existing files are replaced; existing directories stay, with their owners and modes.
     *
     * @param directory an absolute path; it is made, with its parents (root's, mode 0755), where it is missing
     * @param tar a POSIX tar stream with numeric owners and paths relative to the directory; the caller closes it
     * @throws EngineException with a problem CH-ENGINE-018 if the files cannot go there: a directory stands where a file
     *     is to be, a file where a directory is, or a parent is no directory; CH-ENGINE-019 if one of them is a file that
     *     the engine has its own of
     * @throws InterruptedException if cancelled
     */
    void put(String directory, InputStream tar) throws InterruptedException;

    /**
     * Packs a file or a directory of the instance.
     *
     * @param path an absolute path; a link is packed as the link
     * @return a POSIX tar stream whose paths begin with the path's last name, which the caller closes; empty if there is no
     *     such file
     * @throws InterruptedException if cancelled
     */
    Optional<InputStream> get(String path) throws InterruptedException;
}
