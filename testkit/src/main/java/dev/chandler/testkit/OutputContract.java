package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What {@link EngineContract} asks of an engine that can bring its images out, of an image with a file in its last layer. */
final class OutputContract {

    private static final String MANIFESTS =
            "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";
    private static final Pattern DIFF_IDS = Pattern.compile("\"diff_ids\"\\s*:\\s*\\[([^]]*)]");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Asks a registry for the manifest that it has by a name. */
    interface Registry {
        Optional<String> digest(String reference) throws Exception;
    }

    private final Engine engine;
    private final Artifact artifact;
    private final Registry registry;

    OutputContract(Engine engine, Artifact artifact, Registry registry) {
        this.engine = engine;
        this.artifact = artifact;
        this.registry = registry;
    }

    /** Takes an image. */
    static ImageReceiver receiver() {
        return new Received();
    }

    /** Keeps what comes. */
    private static final class Received implements ImageReceiver {

        private final Map<String, byte[]> layers = new LinkedHashMap<>();
        private final List<String> configs = new ArrayList<>();

        @Override
        public void config(byte[] json) {
            configs.add(new String(json, StandardCharsets.UTF_8));
        }

        @Override
        public void layer(InputStream tar) throws IOException {
            byte[] bytes = tar.readAllBytes();
            layers.put(Digest.of(bytes).toString(), bytes);
        }

        List<String> diffIds() {
            assertThat(configs).hasSize(1);
            Matcher list = DIFF_IDS.matcher(configs.get(0));
            assertThat(list.find()).as(configs.get(0)).isTrue();
            return DIGEST.matcher(list.group(1))
                    .results()
                    .map(found -> found.group())
                    .toList();
        }
    }

    private Received exported() throws IOException, InterruptedException {
        Received received = new Received();
        engine.export(artifact, received);
        return received;
    }

    /** Config and layers, by digest; a file with its owner and mode. */
    void anExportIsTheWholeImage(String file, int mode, long owner, String text) throws Exception {
        Received received = exported();

        assertThat(received.layers.keySet()).containsAll(received.diffIds());
        List<String> seen = new ArrayList<>();
        for (byte[] layer : received.layers.values()) {
            TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(layer));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().replaceFirst("^\\.?/", "").equals(file)) {
                    seen.add((entry.getMode() & 07777) + " " + entry.getLongUserId() + " "
                            + new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(seen).containsExactly(mode + " " + owner + " " + text);
    }

    void anExportHasNothingOfOurs() throws Exception {
        assertThat(exported().configs.get(0)).doesNotContainIgnoringCase("chandler.");
    }

    void exportsAreEqualToTheByte() throws Exception {
        Received first = exported();
        Received second = exported();

        assertThat(second.configs).isEqualTo(first.configs);
        assertThat(second.layers.keySet()).isEqualTo(first.layers.keySet());
    }

    void anImageThatIsFoundIsExportedAsItIs() throws Exception {
        Received published = exported();
        Received found = new Received();

        engine.export(engine.image(artifact.references().get(0)).orElseThrow(), found);

        assertThat(found.configs).isEqualTo(published.configs);
        assertThat(found.layers.keySet()).isEqualTo(published.layers.keySet());
    }

    void aReceiverThatFailsEndsItInItsOwnWords() throws Exception {
        IOException full = new IOException("no space left");

        assertThatThrownBy(() -> engine.export(artifact, new ImageReceiver() {
                    @Override
                    public void config(byte[] json) {}

                    @Override
                    public void layer(InputStream tar) throws IOException {
                        tar.readNBytes(100);
                        throw full;
                    }
                }))
                .isSameAs(full);
        exported();
    }

    void anInterruptEndsAnExport() throws Exception {
        assertThatThrownBy(() -> engine.export(artifact, new ImageReceiver() {
                    @Override
                    public void config(byte[] json) {
                        Thread.currentThread().interrupt();
                    }

                    @Override
                    public void layer(InputStream tar) throws IOException {
                        Thread.currentThread().interrupt();
                        tar.transferTo(java.io.OutputStream.nullOutputStream());
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        exported();
    }

    /** The digest of the manifest that a registry has by a name. */
    static Optional<String> digestAtRegistry(String reference) throws IOException, InterruptedException {
        int slash = reference.indexOf('/');
        int colon = reference.lastIndexOf(':');
        String path = reference.substring(slash + 1, colon) + "/manifests/" + reference.substring(colon + 1);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + reference.substring(0, slash) + "/v2/" + path))
                .header("Accept", MANIFESTS)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Docker-Content-Digest");
    }

    void whatWasPushedIsAtTheRegistryAndNotHere(String reference) throws Exception {
        Descriptor pushed = engine.push(artifact, reference, ProgressSink.NONE);

        assertThat(registry.digest(reference)).contains(pushed.digest().toString());
        assertThat(engine.image(reference)).isEmpty();
        assertThat(pushed.sizeBytes()).isPositive();
        assertThat(engine.push(artifact, reference, ProgressSink.NONE)).isEqualTo(pushed);
    }

    void aPushThatIsRefusedSaysWhyAndLeavesNoName(String reference) throws Exception {
        assertThatThrownBy(() -> engine.push(artifact, reference, ProgressSink.NONE))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.problems().get(0).what()).contains(reference);
                    assertThat(e.problems().get(0).why()).isPresent();
                    assertThat(e.problems().get(0).remedy()).isPresent();
                });
        assertThat(engine.image(reference)).isEmpty();
    }

    void aPushThatIsInterruptedLeavesNoName(String reference) throws Exception {
        assertThatThrownBy(() -> engine.push(artifact, reference, (what, done, total) -> {}))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(registry.digest(reference)).isEmpty();
        assertThat(engine.image(reference)).isEmpty();
    }
}
