package dev.chandler.api.engine;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
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
     * Refuses what the engine does not say that it can do: a way to begin for methods that may be asked for it.
     *
     * <p>Whoever plans a build has asked {@link #capabilities()} before, and told its user.
     *
     * @param needs what is asked for
     * @throws UnsupportedOperationException if the engine lacks one of them
     */
    default void require(Set<Capability> needs) {
        for (Capability need : needs) {
            if (!capabilities().contains(need)) {
                throw new UnsupportedOperationException("the engine " + id() + " cannot do " + need.words());
            }
        }
    }

    /**
     * Makes an instance and waits until it takes commands.
     *
     * @param spec what it is made of
     * @return the instance; the caller closes it
     * @throws UnsupportedOperationException if its settings need what the engine does not say that it can do
     * @throws InterruptedException if cancelled; nothing is left then
     */
    Instance create(InstanceSpec spec) throws InterruptedException;

    /**
     * Makes an instance that claims the states that it is to make, so that nobody else need make them beside it.
     *
     * <p>Of all clients of the endpoint, also those on other machines, one can have claimed a state as the first of its
     * instance. A claim lasts as long as its instance: until that is closed, or told to stay, or its client has gone. Only
     * called where {@link Capability#CLAIMS} is among the capabilities.
     *
     * @param spec what it is made of
     * @param keys the keys of the states in the order in which they will be made, at least one
     * @return the instance, which the caller closes; empty if another instance has claimed the first of the states, or did
     *     so until a moment ago
     * @throws InterruptedException if cancelled; nothing is left then
     */
    default Optional<Instance> claim(InstanceSpec spec, List<Digest> keys) throws InterruptedException {
        return Optional.of(create(spec));
    }

    /**
     * Finds out whether a state is being made by somebody, in one request.
     *
     * @param keys the keys of the states that are wanted, in the order in which they would be made, at least one
     * @return a claim that has the first of them, as far as it goes
     * @throws InterruptedException if cancelled
     */
    default Optional<Claim> claimed(List<Digest> keys) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Keeps what is in an image as the state of a key, as if an instance had left it there; whole or not at all.
     *
     * <p>Starts nothing. The default takes a snapshot of an instance that is made for that and never runs anything.
     *
     * @param image a base that is in a file, as {@link #resolve(BaseReference)} has found it
     * @param key the key
     * @return the state
     * @throws EngineException if the file is not what it was, or the engine refuses; nothing is left then
     * @throws InterruptedException if cancelled; nothing is left then
     */
    default Snapshot keep(Base image, Digest key) throws InterruptedException {
        try (Instance instance = create(new InstanceSpec(image, Optional.empty(), false))) {
            return instance.snapshot(Optional.of(key));
        }
    }

    /**
     * Publishes an image, with all its names moved together or none.
     *
     * <p>Starts nothing. Equal requests give equal digests. An OCI layout that is published as it is, without a state and
     * with its own config, author and time, is the same image again as far as the engine can have it.
     *
     * @param spec what to publish
     * @return what was published
     * @throws InterruptedException if cancelled; no name has moved then
     */
    Artifact publish(ArtifactSpec spec) throws InterruptedException;

    /**
     * Finds an image that is on the engine, as {@link #push} and {@link #export} take it.
     *
     * <p>Asks no registry, fetches and changes nothing. The default does its best by what every engine has: it resolves the
     * name as a base, which may ask a registry, and publishes that without a name, which an engine that keeps images
     * as they are does better.
     *
     * @param name a name, an id as {@link Artifact#id} has it, or whatever else the engine knows images by
     * @return the image, with the name and its tag if it is a name, else with no names; empty if there is none
     * @throws EngineException if the engine refuses or has gone
     * @throws InterruptedException if cancelled
     */
    default Optional<Artifact> image(String name) throws InterruptedException {
        Base base = resolve(new BaseReference.Image(name));
        return base.present()
                ? Optional.of(publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of())))
                : Optional.empty();
    }

    /**
     * Pushes a published image to a registry, of whose layers only those are sent that it lacks.
     *
     * <p>A name that the image does not have is its own only for as long as this takes, and whatever had it before has it
     * again afterwards, also after a failure or an interrupt. What a registry has received of a push that did not end
     * stays there, for the next one to go on from. Tries again where that may help are the engine's. Needs
     * {@link Capability#PUSH}.
     *
     * @param artifact what {@link #publish} or {@link #image} gave
     * @param reference the name with its tag; one without a registry's host means Docker Hub
     * @param progress is told how far it has come
     * @return the image's manifest, as the registry has it by now under that name
     * @throws EngineException if the registry refuses it or cannot be reached, with its own words
     * @throws InterruptedException if cancelled
     */
    default Descriptor push(Artifact artifact, String reference, ProgressSink progress) throws InterruptedException {
        require(Set.of(Capability.PUSH));
        throw new IllegalStateException("the engine " + id() + " says it can, and does not");
    }

    /**
     * Gives out the content of a published image, in one pass and without ever holding a whole layer.
     *
     * <p>The bytes are the same each time. Needs {@link Capability#EXPORT}.
     *
     * @param artifact what {@link #publish} or {@link #image} gave
     * @param receiver takes config and layers
     * @throws IOException only what the receiver has thrown because of what it does with them
     * @throws EngineException if the engine refuses or has gone
     * @throws InterruptedException if cancelled
     */
    default void export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        require(Set.of(Capability.EXPORT));
        throw new IllegalStateException("the engine " + id() + " says it can, and does not");
    }

    /**
     * Gives out what is in a state, as {@link #export(Artifact, ImageReceiver)} does of an image. Needs {@link Capability#EXPORT}.
     *
     * <p>The default publishes the state without a name, which may leave an image.
     *
     * @param base what the state was made of
     * @param state the state
     * @param receiver takes config and layers; nothing depends on the config but the digests of the layers in it
     * @throws IOException only what the receiver has thrown because of what it does with them
     * @throws EngineException if the engine refuses or has gone
     * @throws InterruptedException if cancelled
     */
    default void export(Base base, Snapshot state, ImageReceiver receiver) throws IOException, InterruptedException {
        require(Set.of(Capability.EXPORT));
        export(publish(new ArtifactSpec(base, Optional.of(state), base.config(), List.of())), receiver);
    }

    /**
     * Sees to it that a toolbox is on the endpoint, whole, for {@link Mount.Toolbox} to mount.
     *
     * <p>It is made once, whoever builds there, and stays until it is {@linkplain #remove removed}: of several builds that
     * want it at once one makes it, the others wait. What another client left half made, which may have been killed, is made
     * again. Needs {@link Capability#TOOLBOX}.
     *
     * @param digest what it is known by
     * @param content what it is to have; not opened where it is there already
     * @throws EngineException if it cannot be made, also because the content cannot be read; nothing is left then
     * @throws InterruptedException if cancelled; nothing is left then
     */
    default void keepToolbox(Digest digest, ToolboxContent content) throws InterruptedException {
        require(Set.of(Capability.TOOLBOX));
        throw new IllegalStateException("the engine " + id() + " says it can, and does not");
    }

    /**
     * Finds an instance that somebody else has made to hold data. Needs {@link Capability#DATA_CONTAINER}.
     *
     * @param name its name or id
     * @return where it has volumes and what is in them; empty if there is no such instance
     * @throws InterruptedException if cancelled
     */
    default Optional<DataContainer> dataContainer(String name) throws InterruptedException {
        require(Set.of(Capability.DATA_CONTAINER));
        throw new IllegalStateException("the engine " + id() + " says it can, and does not");
    }

    /**
     * Lists everything of ours on the endpoint, of all builds.
     *
     * @return checkpoints, and what builds have made or left
     * @throws InterruptedException if cancelled
     */
    List<Resource> resources() throws InterruptedException;

    /**
     * Finds out how much something of ours takes on the disk, where {@link #resources} does not say it because asking takes
     * its time. The default knows no more than that.
     *
     * @param resource one of {@link #resources()}
     * @return the same, with its size where it can be had; one that is no longer there is as it was
     * @throws InterruptedException if cancelled
     */
    default Resource measured(Resource resource) throws InterruptedException {
        return resource;
    }

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
