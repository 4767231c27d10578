package dev.chandler.lib.registry;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a name at a registry stands for, with the login that the user has told the docker client. Whoever opens it
 * closes it.
 *
 * <p>What it throws says what is wrong in words for a user. Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pull">OCI distribution specification
 * 1.1</a>, "Pull" and "Listing Tags".
 */
public final class RegistryPull implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    /** A registry says of what it has in no kind that is asked for that it is not there. */
    private static final String ANY = String.join(
            ", ",
            MANIFEST,
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "*/*");

    private static final int MANIFEST_BYTES = 4 << 20;

    private final RegistryClient client;
    private final ImagePlace place;

    private RegistryPull(RegistryClient client, ImagePlace place) {
        this.client = client;
        this.place = place;
    }

    /**
     * A manifest.
     *
     * @param digest its digest, by which it is found whatever becomes of the name
     * @param json its text
     */
    public record Manifest(Digest digest, String json) {}

    /**
     * Finds out how a registry is to be spoken to; one on this machine may speak plain HTTP.
     *
     * @param reference {@code HOST[:PORT]/PATH[:TAG][@DIGEST]}
     * @param config has the login
     * @param terms say where plain HTTP will do, and how long all may take
     * @return the registry
     * @throws IOException if it is not there, or not to be trusted
     * @throws InterruptedException if cancelled
     */
    public static RegistryPull open(String reference, DockerConfig config, PullTerms terms)
            throws IOException, InterruptedException {
        ImagePlace place = ImagePlace.parse(reference);
        Path certificates = RegistryPush.CERTIFICATES;
        return new RegistryPull(
                RegistryClient.open(place, config.credentials(place.registry()), certificates, terms), place);
    }

    /**
     * Reads the manifest.
     *
     * @return what the name stands for now; where it has a digest, the one with that digest
     * @throws IOException if it is not there, refused, or another than its digest says
     */
    public Manifest manifest() throws IOException {
        return manifest(place.tag(), MANIFEST)
                .orElseThrow(() -> new RefusedException(
                        PushRefusal.OTHER, "it has nothing by the name " + place.tag() + " in " + place.repository()));
    }

    /**
     * Finds out whether a name stands for anything, of whatever kind.
     *
     * @return its manifest; empty where nothing has that name
     * @throws IOException if the registry refuses to say
     */
    public Optional<Manifest> find() throws IOException {
        return manifest(place.tag(), ANY);
    }

    /**
     * Finds another manifest of the repository, of whatever kind.
     *
     * @param digest its digest
     * @return it; empty where there is none
     * @throws IOException if the registry refuses to say, or gives another than that of this digest
     */
    public Optional<Manifest> find(Digest digest) throws IOException {
        return manifest(digest.toString(), ANY);
    }

    private Optional<Manifest> manifest(String name, String types) throws IOException {
        Optional<byte[]> found = client.manifest(name, types, MANIFEST_BYTES);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        byte[] json = found.get();
        Digest digest = Digest.of(json);
        if (name.indexOf(':') >= 0 && !name.equals(digest.toString())) {
            throw new IOException("the registry gives the manifest " + digest + " for " + name);
        }
        return Optional.of(new Manifest(digest, new String(json, StandardCharsets.UTF_8)));
    }

    /**
     * Lists the tags of the repository, all pages of them.
     *
     * @return the tags as the registry has them; empty where it has no such repository
     * @throws IOException if the registry refuses to say, or does not come to an end
     */
    public Optional<List<String>> tags() throws IOException {
        return client.tags();
    }

    /**
     * Reads a blob; whether it is what its digest says is for the caller to see.
     *
     * @param digest the blob
     * @return its content, which the caller closes
     * @throws IOException if it is not there, or refused
     */
    public InputStream blob(Digest digest) throws IOException {
        return client.blob(digest);
    }

    @Override
    public void close() {
        client.close();
    }
}
