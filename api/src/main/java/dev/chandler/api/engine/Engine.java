package dev.chandler.api.engine;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * One endpoint where instances, snapshots and images are made.
 *
 * <p>Thread-safe: forks run on several threads at once. Every method may throw {@link EngineException} where the engine
 * refuses or has gone; every method that may take long throws {@link InterruptedException} soon after its thread is
 * interrupted, and leaves nothing behind that it had only begun to make. Whatever is made carries the labels of
 * {@link ClientIdentity} as long as it is there, and none of it is in a published image.
 *
 * <pre>{@code
 * Base base = engine.resolve(reference);
 * try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
 *     instance.run(Command.of("/bin/sh", "-c", "echo hello").build(), sink);
 *     Snapshot snapshot = instance.snapshot(Optional.of(key));
 *     engine.publish(new ArtifactSpec(base, Optional.of(snapshot), base.config(), List.of("hello:latest")));
 * }
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Engine extends AutoCloseable {

    /**
     * The id of the factory that made it.
     *
     * @return for example {@code docker}
     */
    String id();

    /**
     * The place it is connected to.
     *
     * @return the endpoint
     */
    Endpoint endpoint();

    /**
     * What answers there, for people.
     *
     * @return for example {@code Docker Engine 20.10.24, API 1.41}
     */
    String description();

    /**
     * What instances run on where nothing else is asked for.
     *
     * @return the platform
     */
    Platform platform();

    /**
     * What it can do that not every engine can.
     *
     * @return an immutable set
     */
    Set<Capability> capabilities();

    /**
     * Finds a base without fetching or starting anything.
     *
     * @param reference what the manifest names
     * @return the base; where it would have to be pulled, with {@code present} false and the registry's digest
     * @throws EngineException if it is neither here nor where it would be pulled from
     * @throws InterruptedException if cancelled
     */
    Base resolve(BaseReference reference) throws InterruptedException;

    /**
     * Fetches a base, or a newer version of it.
     *
     * @param reference what the manifest names
     * @param progress is told how far it has come
     * @return the base, present
     * @throws EngineException if it cannot be had
     * @throws InterruptedException if cancelled
     */
    Base pull(BaseReference reference, ProgressSink progress) throws InterruptedException;

    /**
     * As {@link #resolve(BaseReference)}, for a platform that may not be the engine's own.
     *
     * <p>An engine that has no choice gives what it has, as the default does; whether that will do is found out from the
     * base's platform.
     *
     * @param reference what the manifest names
     * @param platform what the image is to run on; empty for the engine's own
     * @return the base; what says nothing of a platform, as a rootfs, is for the one asked for where the engine can do that
     * @throws EngineException if it is neither here nor where it would be pulled from, for that platform
     * @throws InterruptedException if cancelled
     */
    default Base resolve(BaseReference reference, Optional<Platform> platform) throws InterruptedException {
        return resolve(reference);
    }

    /**
     * As {@link #pull(BaseReference, ProgressSink)}, for a platform that may not be the engine's own; the default fetches
     * what the engine would fetch anyway.
     *
     * @param reference what the manifest names
     * @param platform what the image is to run on; empty for the engine's own
     * @param progress is told how far it has come
     * @return the base, present
     * @throws EngineException if it cannot be had
     * @throws InterruptedException if cancelled
     */
    default Base pull(BaseReference reference, Optional<Platform> platform, ProgressSink progress)
            throws InterruptedException {
        return pull(reference, progress);
    }

    /**
     * Finds the first of several checkpoints that is there, in as few requests as it can.
     *
     * @param keys keys in order of preference
     * @return the checkpoint of the first key that has one
     * @throws InterruptedException if cancelled
     */
    Optional<Snapshot> findCheckpoint(List<Digest> keys) throws InterruptedException;

    /**
     * Makes an instance and waits until it takes commands.
     *
     * @param spec what it is made of
     * @return the instance; the caller closes it
     * @throws InterruptedException if cancelled; nothing is left then
     */
    Instance create(InstanceSpec spec) throws InterruptedException;

    /**
     * Publishes an image, with all its names moved together or none.
     *
     * <p>Starts nothing. Equal requests give equal digests.
     *
     * @param spec what to publish
     * @return what was published
     * @throws InterruptedException if cancelled; no name has moved then
     */
    Artifact publish(ArtifactSpec spec) throws InterruptedException;

    /**
     * Lists everything of ours on the endpoint, of all builds.
     *
     * @return checkpoints, and what builds have made or left
     * @throws InterruptedException if cancelled
     */
    List<Resource> resources() throws InterruptedException;

    /**
     * Removes one thing of ours; removing what is no longer there is no error.
     *
     * @param resource one of {@link #resources()}
     * @return false if it was left because something still uses it
     * @throws InterruptedException if cancelled
     */
    boolean remove(Resource resource) throws InterruptedException;

    /**
     * Gives up the connection; instances that are still open lose their client. Idempotent.
     *
     * @throws EngineException if something that only this build needed may still be there; all else is released then
     */
    @Override
    void close();
}
