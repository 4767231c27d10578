package dev.chandler.lib.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that hands out tokens, and says no in several ways: what the testbed's do not do. */
@Timeout(30)
class RegistryPushTest {

    private final MockWebServer server = new MockWebServer();
    private final List<String> seen = new ArrayList<>();

    @TempDir
    Path folder;

    private MockResponse refusal = new MockResponse.Builder().code(201).build();

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                synchronized (seen) {
                    seen.add(request.getMethod() + " " + request.getTarget() + " "
                            + request.getHeaders().get("Authorization"));
                }
                return answer(request);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        try (var left = Files.list(folder.resolve("room"))) {
            assertThat(left).as("what is left of layers").isEmpty();
        }
    }

    private MockResponse answer(RecordedRequest request) {
        String target = request.getTarget();
        if (target.equals("/v2/")) {
            return new MockResponse.Builder().build();
        }
        if (target.startsWith("/token")) {
            return new MockResponse.Builder().body("{\"token\":\"t1\"}").build();
        }
        if (!"Bearer t1".equals(request.getHeaders().get("Authorization"))) {
            return new MockResponse.Builder()
                    .code(401)
                    .addHeader(
                            "WWW-Authenticate",
                            "Bearer realm=\"" + server.url("/token")
                                    + "\",service=\"s\",scope=\"repository:team/app:pull,push\"")
                    .build();
        }
        return switch (request.getMethod()) {
            case "HEAD" -> new MockResponse.Builder().code(404).build();
            case "POST" ->
                new MockResponse.Builder()
                        .code(202)
                        .addHeader("Location", "/up?state=x")
                        .build();
            default ->
                target.contains("/manifests/")
                        ? refusal
                        : new MockResponse.Builder().code(201).build();
        };
    }

    private String registry() {
        return "127.0.0.1:" + server.getPort();
    }

    private Descriptor push() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("room"));
        String login = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"), "{\"auths\":{\"" + registry() + "\":{\"auth\":\"" + login + "\"}}}");
        DockerConfig config = DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString()));
        return new RegistryPush(config, folder.resolve("room"), folder)
                .push(new TestImage("text"), registry() + "/team/app:1.0");
    }

    @Test
    void aTokenIsAskedForOnceAndShownFromThenOn() throws Exception {
        assertThat(push()).matches(TestImage::isManifest);

        String basic = "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(seen.stream().filter(line -> line.contains(" /token")))
                .containsExactly("GET /token?service=s&scope=repository%3Ateam%2Fapp%3Apull%2Cpush " + basic);
        assertThat(seen.stream().filter(line -> line.endsWith(" null")))
                .hasSize(2)
                .first()
                .isEqualTo("GET /v2/ null");
    }

    @Test
    void aBlobGoesWhereTheRegistrySays() throws Exception {
        push();

        assertThat(seen).anyMatch(line -> line.matches("PUT /up\\?state=x&digest=sha256%3A[0-9a-f]{64} Bearer t1"));
    }

    @Test
    void aRefusalSaysWhatTheRegistryHasSaid() {
        refusal = new MockResponse.Builder()
                .code(403)
                .body("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not you\"}]}")
                .build();

        fails("CH-OUTPUT-010", "DENIED: not you");
    }

    @Test
    void anAnswerThatIsNoJsonIsShownAsItIs() {
        refusal = new MockResponse.Builder().code(500).body("out of order").build();

        fails("CH-OUTPUT-014", "status 500, out of order");
    }

    @Test
    void aTokenThatIsNotTakenIsNotAskedForAgainAndAgain() {
        refusal = new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "Bearer realm=\"" + server.url("/token") + "\"")
                .build();

        fails("CH-OUTPUT-010", "status 401");
        assertThat(seen.stream().filter(line -> line.contains(" /token"))).hasSizeLessThan(4);
    }

    private void fails(String code, String why) {
        assertThatThrownBy(this::push).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.problems().get(0).code()).isEqualTo(code);
            assertThat(e.problems().get(0).what()).contains(registry() + "/team/app:1.0");
            assertThat(e.problems().get(0).why())
                    .hasValueSatisfying(words -> assertThat(words).contains(why));
            assertThat(e.problems().get(0).remedy()).isPresent();
        });
    }
}
