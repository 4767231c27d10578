package dev.chandler.lib.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that has what it is told to have, also where that is a lie. */
@Timeout(30)
class RegistryImageTest {

    private static final Platform AMD = new Platform("linux", "amd64", "");
    private static final Platform ARM = new Platform("linux", "arm64", "");
    private static final Digest DIFF_ID = Digest.of("content");

    private final MockWebServer server = new MockWebServer();
    private final Map<String, String> has = new HashMap<>();
    private final Deque<MockResponse> before = new ConcurrentLinkedDeque<>();

    @TempDir
    Path folder;

    private Duration silence = Duration.ofSeconds(20);

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String path = String.valueOf(request.getUrl().encodedPath()).replace("/v2/team/app/", "");
                MockResponse first = path.startsWith("blobs/") ? before.poll() : null;
                if (first != null) {
                    return first;
                }
                String text = request.getTarget().equals("/v2/") ? "" : has.get(path);
                return text == null
                        ? new MockResponse.Builder().code(404).build()
                        : new MockResponse.Builder().body(text).build();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RegistryPull registry() throws IOException, InterruptedException {
        return RegistryPull.open(
                "127.0.0.1:" + server.getPort() + "/team/app:1.0",
                DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString())),
                new PullTerms(Set.of(), silence, Duration.ZERO));
    }

    private Optional<RegistryImage> found(Platform wanted) throws IOException, InterruptedException {
        try (RegistryPull registry = registry()) {
            return RegistryImage.find(registry, Optional.of(wanted), AMD);
        }
    }

    private static String config(Platform platform) {
        return "{\"os\":\"linux\",\"architecture\":\"" + platform.architecture() + "\",\"rootfs\":{\"diff_ids\":[\""
                + DIFF_ID + "\"]}}";
    }

    private String manifest(Platform platform) {
        String config = config(platform);
        has.put("blobs/" + Digest.of(config), config);
        return "{\"config\":{\"digest\":\"" + Digest.of(config) + "\",\"size\":" + config.length()
                + "},\"layers\":[{\"mediaType\":\"x\",\"size\":4,\"digest\":\"" + Digest.of("blob") + "\"}]}";
    }

    private String inIndex(Platform platform) {
        String manifest = manifest(platform);
        has.put("manifests/" + Digest.of(manifest), manifest);
        return "{\"digest\":\"" + Digest.of(manifest) + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\""
                + platform.architecture() + "\"}}";
    }

    @Test
    void ofOneImageAllIsRead() throws Exception {
        String manifest = manifest(AMD);
        has.put("manifests/1.0", manifest);

        RegistryImage image = found(AMD).orElseThrow();

        assertThat(image.named()).isEqualTo(Digest.of(manifest));
        assertThat(new String(image.config(), UTF_8)).isEqualTo(config(AMD));
        assertThat(image.layers())
                .containsExactly(new RegistryImage.Layer(DIFF_ID, new Descriptor("x", Digest.of("blob"), 4)));
    }

    @Test
    void ofSeveralTheOneForThePlatformIsTaken() throws Exception {
        String proof = "{\"digest\":\"" + Digest.of("proof")
                + "\",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}}";
        String index = "{\"manifests\":[" + proof + "," + inIndex(ARM) + "," + inIndex(AMD) + "]}";
        has.put("manifests/1.0", index);

        assertThat(found(AMD).orElseThrow().platform()).isEqualTo(AMD);
        assertThat(found(ARM).orElseThrow().platform()).isEqualTo(ARM);
        assertThat(found(ARM).orElseThrow().named()).isEqualTo(Digest.of(index));
        assertThatThrownBy(() -> found(new Platform("linux", "s390x", "")))
                .isInstanceOf(OtherPlatformException.class)
                .hasMessageContaining("linux/arm64, linux/amd64")
                .hasMessageNotContaining("unknown");
    }

    @Test
    void whatIsNotThereIsNone() throws Exception {
        assertThat(found(AMD)).isEmpty();
    }

    @Test
    void anIndexThatLeadsNowhereIsSaid() {
        has.put("manifests/1.0", "{\"manifests\":[" + inIndex(AMD) + "]}");
        has.keySet().removeIf(path -> path.startsWith("manifests/sha256"));

        assertThatThrownBy(() -> found(AMD)).hasMessageContaining("which the registry does not have");
    }

    @Test
    void aManifestOfAnotherDigestIsALie() {
        has.put("manifests/1.0", "{\"manifests\":[" + inIndex(AMD) + "]}");
        has.replaceAll((path, text) -> path.startsWith("manifests/sha256") ? text + " " : text);

        assertThatThrownBy(() -> found(AMD)).hasMessageContaining("the registry gives the manifest");
    }

    @Test
    void aConfigOfAnotherDigestIsALie() {
        has.put("manifests/1.0", manifest(AMD));
        has.replaceAll((path, text) -> path.startsWith("blobs") ? text + " " : text);

        assertThatThrownBy(() -> found(AMD)).hasMessageContaining("something else");
    }

    @Test
    void documentsThatAreNoneAreSaid() {
        for (String text : new String[] {
            "",
            "[]",
            "<html>",
            "{\"manifests\":[7]}",
            "{\"manifests\":[{\"digest\":\"x\"}]}",
            "{\"schemaVersion\":1}",
            "{\"config\":{},\"layers\":[]}",
            "{\"config\":{\"size\":-1,\"digest\":\"" + DIFF_ID + "\"},\"layers\":[]}"
        }) {
            has.put("manifests/1.0", text);
            assertThatThrownBy(() -> found(AMD)).as(text).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void asManyLayersAsTheConfigSaysHaveToCome() {
        has.put("manifests/1.0", manifest(AMD).replaceFirst("\"layers\":.*", "\"layers\":[]}"));

        assertThatThrownBy(() -> found(AMD)).hasMessageContaining("0 layers, and the config 1");
    }

    private Path fetched(long size) throws IOException, InterruptedException {
        Path file = folder.resolve("blob");
        try (RegistryPull registry = registry()) {
            RegistryImage.fetch(registry, new Descriptor("x", Digest.of("blob"), size), file, bytes -> {});
        }
        return file;
    }

    @Test
    void aBlobIsFetchedWhole() throws Exception {
        has.put("blobs/" + Digest.of("blob"), "blob");

        assertThat(fetched(4)).hasContent("blob");
    }

    @Test
    void aBlobThatIsAnotherOrOfAnotherSizeIsALie() {
        has.put("blobs/" + Digest.of("blob"), "blob");
        assertThatThrownBy(() -> fetched(3)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> fetched(5)).isInstanceOf(RefusedException.class);
        has.put("blobs/" + Digest.of("blob"), "BLOB");
        assertThatThrownBy(() -> fetched(4)).hasMessageContaining("something else");
    }

    @Test
    void aConnectionThatBreaksIsTriedAgain() throws Exception {
        has.put("blobs/" + Digest.of("blob"), "blob");
        for (int i = 0; i < 2; i++) {
            before.add(new MockResponse.Builder()
                    .body(new Buffer().writeUtf8("blob"))
                    .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                    .build());
        }

        assertThat(fetched(4)).hasContent("blob");
        assertThat(before).isEmpty();
    }

    @Test
    void aRegistryThatHasTooMuchToDoIsAskedAgain() throws Exception {
        has.put("blobs/" + Digest.of("blob"), "blob");
        before.add(new MockResponse.Builder().code(429).build());
        before.add(new MockResponse.Builder().code(503).build());

        assertThat(fetched(4)).hasContent("blob");
        assertThat(before).isEmpty();
    }

    @Test
    void whatARegistryRefusesForGoodIsAskedForOnce() {
        before.add(new MockResponse.Builder().code(403).build());
        before.add(new MockResponse.Builder().code(403).build());

        assertThatThrownBy(() -> fetched(4)).isInstanceOf(RefusedException.class);
        assertThat(before).hasSize(1);
    }

    @Test
    void aFileThatCannotBeWrittenIsNoFailureOfTheRegistry() throws Exception {
        has.put("blobs/" + Digest.of("blob"), "blob");
        try (RegistryPull registry = registry()) {
            Descriptor blob = new Descriptor("x", Digest.of("blob"), 4);

            for (Path file : List.of(Path.of("/dev/full"), folder.resolve("missing/blob"))) {
                assertThatThrownBy(() -> RegistryImage.fetch(registry, blob, file, bytes -> {}))
                        .isInstanceOf(FileSystemException.class);
            }
        }
    }

    @Test
    void aConfigOfAnotherSizeThanItsManifestSaysIsALie() {
        has.put("manifests/1.0", manifest(AMD).replaceFirst("\"size\":\\d+", "\"size\":1"));

        assertThatThrownBy(() -> found(AMD)).hasMessageContaining("something else");
    }

    @Test
    void aRegistryThatFallsSilentIsGivenUp() throws Exception {
        silence = Duration.ofMillis(300);
        for (int i = 0; i < 3; i++) {
            before.add(new MockResponse.Builder()
                    .body("blob")
                    .onResponseBody(SocketEffect.Stall.INSTANCE)
                    .build());
        }

        assertThatThrownBy(() -> fetched(4)).isInstanceOf(IOException.class);
        assertThat(before).isEmpty();
    }

    /** Nobody has to wait for a silent registry whose build was cancelled. */
    @Test
    void anInterruptEndsItWhileTheRegistryIsSilent() throws Exception {
        before.add(new MockResponse.Builder()
                .body("blob")
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());
        Deque<Throwable> failures = new ArrayDeque<>();
        Thread fetching = new Thread(() -> {
            try {
                fetched(4);
            } catch (IOException | InterruptedException e) {
                failures.add(e);
            }
        });
        fetching.start();
        while (!before.isEmpty()) {
            Thread.onSpinWait();
        }

        fetching.interrupt();
        fetching.join(5000);

        assertThat(fetching.isAlive()).isFalse();
        assertThat(failures).hasSize(1);
    }
}
