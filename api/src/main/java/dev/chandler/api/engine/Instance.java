package dev.chandler.api.engine;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Communicator;
import java.io.InputStream;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One running thing: a container on Docker or LXD, a namespace elsewhere.
 *
 * <p>It ends by itself soon after its client is gone, also after {@code kill -9} of the client. Commands may run on
 * several threads at once; {@link #snapshot} and {@link #close} may not run beside anything else. Its life is {@code
 * Engine.create ( run | put | get | snapshot | endProcesses )* keep? retire? close}; whoever had it made closes it, also
 * after an error or an interrupt.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Instance extends Communicator, AutoCloseable {

    /**
     * What people know it by.
     *
     * @return the engine's name for it, good for {@code docker exec} and its like
     */
    String name();

    /**
     * Ends processes that commands have started, also those that left their session: TERM, at most two seconds, KILL.
     *
     * @param mark end only what carries this mark in its environment ({@code Command.mark()}); empty for everything but
     *     the instance's own first process
     * @throws InterruptedException if cancelled
     */
    void endProcesses(Optional<String> mark) throws InterruptedException;

    /**
     * Keeps the state of the file system, with nothing of what is mounted. The instance goes on as it was.
     *
     * <p>A checkpoint that had the key before is no longer found by it; but it stays, as a resource that says its key, and
     * whoever holds it can go on to start and publish from it until it is removed.
     *
     * @param key the key that the state is kept for, so that it outlives the build and
     *     {@link Engine#findCheckpoint} finds it; empty for one that belongs to this build
     * @return the snapshot, whole
     * @throws InterruptedException if cancelled; nothing is left then
     */
    Snapshot snapshot(Optional<Digest> key) throws InterruptedException;

    /**
     * Packs what a snapshot taken now would add: every file, link and directory that was made or changed since the
     * instance was made or a snapshot of it was taken. What is in file systems that are mounted in it is not there.
     *
     * <p>An engine that does not know gives more, at most all that there is. May not run beside anything else.
     *
     * @return a POSIX tar stream whose paths are relative to the root, which the caller closes; reading it may throw
     *     {@link java.io.IOException} where the engine has gone
     * @throws InterruptedException if cancelled
     */
    default InputStream changes() throws InterruptedException {
        return get("/").orElseThrow(() -> new IllegalStateException("no root in " + name()));
    }

    /**
     * Gives up what the instance has claimed, and tells it to stay when its client closes it or is gone, for
     * somebody who wants to look inside. It may have another name afterwards.
     */
    void keep();

    /**
     * Says that nothing more will be done in the instance, so that the engine may begin to remove it while its client does something
     * else. {@link #close} still follows, and is what waits for the end and tells what goes wrong: this does not wait, and throws nothing.
     * Called when no command runs in it; only {@link #close} is called after it. Idempotent; does nothing where the instance was told to
     * stay.
     */
    default void retire() {}

    /**
     * Removes the instance, unless it was told to stay. Idempotent; does its work also on an interrupted thread.
     *
     * @throws EngineException if the instance may still be there; all else is released then, so that closing it again does
     *     nothing, and {@link Engine#remove} is what is left to try
     */
    @Override
    void close();
}
