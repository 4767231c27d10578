package dev.chandler.lib.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that wants a login and keeps its blobs on another server. */
@Timeout(30)
class RegistryPullTest {

    private static final String LOGIN = Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));
    private static final Digest BLOB = Digest.of("text".getBytes(UTF_8));

    private final MockWebServer registry = new MockWebServer();
    private final MockWebServer storage = new MockWebServer();
    private final List<String> shownToStorage = new CopyOnWriteArrayList<>();
    private final List<String> shownToRegistry = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private MockResponse stored = new MockResponse.Builder().body("text").build();
    private MockResponse blob = new MockResponse.Builder().build();

    @BeforeEach
    void start() throws IOException {
        serve(storage, request -> {
            shownToStorage.add(String.valueOf(request.getHeaders().get("Authorization")));
            return stored;
        });
        serve(registry, this::answer);
        blob = sentOn("http://127.0.0.1:" + storage.getPort() + "/blob");
    }

    private static void serve(MockWebServer server, Function<RecordedRequest, MockResponse> answers)
            throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answers.apply(request);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        storage.close();
    }

    private MockResponse answer(RecordedRequest request) {
        if (request.getTarget().equals("/v2/")) {
            return new MockResponse.Builder().build();
        }
        String shown = String.valueOf(request.getHeaders().get("Authorization"));
        shownToRegistry.add(shown);
        return shown.equals("Basic " + LOGIN) ? blob : wantsLogin();
    }

    private static MockResponse wantsLogin() {
        return new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "Basic realm=\"here\"")
                .build();
    }

    private static MockResponse sentOn(String url) {
        return new MockResponse.Builder().code(307).addHeader("Location", url).build();
    }

    private RegistryPull open() throws IOException, InterruptedException {
        String name = "127.0.0.1:" + registry.getPort();
        Files.writeString(folder.resolve("config.json"), "{\"auths\":{\"" + name + "\":{\"auth\":\"" + LOGIN + "\"}}}");
        return RegistryPull.open(
                name + "/team/app:1.0", DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString())), false);
    }

    private String pull() throws IOException, InterruptedException {
        try (RegistryPull pull = open();
                InputStream in = pull.blob(BLOB)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void aBlobIsFollowedToWhereItIsKept() throws Exception {
        assertThat(pull()).isEqualTo("text");
        assertThat(shownToRegistry).containsExactly("null", "Basic " + LOGIN);
    }

    @Test
    void whoAsksForALoginWithoutBeingTheRegistryIsShownNone() {
        stored = wantsLogin();

        assertThatThrownBy(this::pull).isInstanceOf(RefusedException.class).hasMessageContaining("status 401");
        assertThat(shownToStorage).containsExactly("null");
    }
}
