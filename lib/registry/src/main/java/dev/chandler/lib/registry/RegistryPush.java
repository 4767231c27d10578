package dev.chandler.lib.registry;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.oci.IncompleteImageException;
import dev.chandler.lib.oci.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Pushes images that an engine gives out, with the logins that the user has told the docker client. Thread-safe. */
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
        ImagePlace place = ImagePlace.parse(reference);
        try (RegistryClient registry =
                        RegistryClient.open(place, config.credentials(place.registry()), certificates, TERMS);
                StoredImage stored = new StoredImage(registry, room)) {
            image.giveTo(stored);
            return stored.finish().orElseThrow();
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
