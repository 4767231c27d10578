package dev.chandler.lib.registry;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.oci.BlobStore;
import dev.chandler.lib.oci.IncompleteImageException;
import dev.chandler.lib.oci.StoredImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Pushes images that an engine gives out, and small artifacts, with the logins that the user has told the docker client. Thread-safe. */
public final class RegistryPush {

    static final Path CERTIFICATES = Path.of("/etc/docker/certs.d");

    /** A registry keeps a large blob before it answers. */
    private static final PullTerms TERMS = new PullTerms(Set.of(), Duration.ofMinutes(5), Duration.ZERO);

    private final DockerConfig config;
    private final Path room;
    private final Path certificates;

    /** Gives out an image. */
    public interface Image {

        /**
         * Gives out config and layers, as {@link dev.chandler.api.engine.Engine#export} does.
         *
         * @param receiver takes them
         * @throws IOException what the receiver has thrown
         * @throws InterruptedException if cancelled
         */
        void giveTo(ImageReceiver receiver) throws IOException, InterruptedException;
    }

    /**
     * Knows where logins are, and certificates where a Docker daemon has them: {@code /etc/docker/certs.d/HOST:PORT/ca.crt}.
     *
     * @param config the docker client's
     * @param room a folder with room for the largest layer, compressed
     */
    public RegistryPush(DockerConfig config, Path room) {
        this(config, room, CERTIFICATES);
    }

    RegistryPush(DockerConfig config, Path room, Path certificates) {
        this.config = config;
        this.room = room;
        this.certificates = certificates;
    }

    /**
     * Pushes an image; only what the registry lacks is sent.
     *
     * @param image gives it out
     * @param reference the whole name that it is to have there
     * @return its manifest there
     * @throws EngineException if it cannot be pushed; the name is as it was
     * @throws InterruptedException if cancelled; the name is as it was
     */
    public Descriptor push(Image image, String reference) throws InterruptedException {
        return push(reference, TERMS, registry -> {
            try (StoredImage stored = new StoredImage(registry, room)) {
                image.giveTo(stored);
                return stored.finish().orElseThrow();
            }
        });
    }

    /** Gives out several images, and in the end the index that has them all. */
    public interface Index {

        /**
         * Puts them; only what the store lacks need be put.
         *
         * @param store the registry
         * @throws IOException what the store has thrown
         * @throws InterruptedException if cancelled
         */
        void putInto(BlobStore store) throws IOException, InterruptedException;
    }

    /**
     * Pushes several images under one name.
     *
     * @param index gives them out
     * @param reference the whole name that the index is to have there
     * @param terms say where plain HTTP will do, and how long all may take
     * @throws EngineException if it cannot be pushed; the name is as it was
     * @throws InterruptedException if cancelled; the name is as it was
     */
    public void push(Index index, String reference, PullTerms terms) throws InterruptedException {
        push(reference, terms, registry -> {
            index.putInto(registry);
            return registry;
        });
    }

    /**
     * Something small that is no image.
     *
     * @param blobs what its manifest names
     * @param manifestType the type of its manifest
     * @param manifest the manifest's text
     */
    public record Artifact(List<byte[]> blobs, String manifestType, String manifest) {

        /** Keeps the list as it is. */
        public Artifact {
            blobs = List.copyOf(blobs);
        }
    }

    /**
     * Pushes an artifact; only what the registry lacks is sent.
     *
     * @param artifact all of it
     * @param reference the whole name that it is to have there
     * @param terms say where plain HTTP will do, and how long all may take
     * @return its manifest there
     * @throws EngineException if it cannot be pushed; the name is as it was
     * @throws InterruptedException if cancelled; the name is as it was
     */
    public Descriptor push(Artifact artifact, String reference, PullTerms terms) throws InterruptedException {
        return push(reference, terms, registry -> {
            for (byte[] blob : artifact.blobs()) {
                Descriptor descriptor = new Descriptor("application/octet-stream", Digest.of(blob), blob.length);
                if (!registry.has(descriptor.digest())) {
                    registry.put(descriptor, out -> out.write(blob));
                }
            }
            byte[] json = artifact.manifest().getBytes(StandardCharsets.UTF_8);
            Descriptor manifest = new Descriptor(artifact.manifestType(), Digest.of(json), json.length);
            registry.name(manifest, json);
            return manifest;
        });
    }

    /** Brings something to a registry. */
    private interface Bringing<T> {
        T to(RegistryClient registry) throws IOException, InterruptedException;
    }

    private <T> T push(String reference, PullTerms terms, Bringing<T> bringing) throws InterruptedException {
        ImagePlace place = ImagePlace.parse(reference);
        try (RegistryClient registry =
                RegistryClient.open(place, config.credentials(place.registry()), certificates, terms)) {
            return bringing.to(registry);
        } catch (RefusedException e) {
            throw e.why().of(reference, place.registry(), "this machine", String.valueOf(e.getMessage()));
        } catch (IncompleteImageException e) {
            throw PushRefusal.OTHER.of(
                    reference,
                    place.registry(),
                    "this machine",
                    "the engine did not give the whole image: " + e.getMessage());
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while pushing " + reference);
            }
            throw PushRefusal.OTHER.of(reference, place.registry(), "this machine", String.valueOf(e.getMessage()));
        }
    }
}
